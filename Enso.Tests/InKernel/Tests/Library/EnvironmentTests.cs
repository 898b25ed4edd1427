using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Enso.Tests.InKernel.Tests.Library;

/// <summary>What a program learns of its process and machine.</summary>
internal static class EnvironmentTests
{
    [KernelTest]
    internal static void The_processor_count_is_the_number_of_cores_online()
        => Check.Equal(Machine.Cpu.Cores.OnlineCount, Environment.ProcessorCount);

    [KernelTest]
    internal static void Variables_are_set_replaced_removed_and_listed()
    {
        const string name = "ENSO_CONFORMANCE";
        Check.Equal(null, Environment.GetEnvironmentVariable(name));
        Environment.SetEnvironmentVariable(name, "one");
        Check.Equal("one", Environment.GetEnvironmentVariable(name));
        Environment.SetEnvironmentVariable(name, "two = ü");
        Check.Equal("two = ü", (string?)Environment.GetEnvironmentVariables()[name]);
        Check.Equal("[two = ü]", Environment.ExpandEnvironmentVariables($"[%{name}%]"));
        Environment.SetEnvironmentVariable(name, null);
        Check.Equal(null, Environment.GetEnvironmentVariable(name));
        Check.Throws<ArgumentException>(() => Environment.SetEnvironmentVariable("a=b", "c"));
    }

    [KernelTest]
    internal static void The_process_is_number_one_and_the_thread_has_a_number()
    {
        Check.Equal(1, Environment.ProcessId);
        Check.That(Environment.CurrentManagedThreadId > 0);
        Check.That(Environment.Is64BitProcess && Environment.Is64BitOperatingSystem);
        Check.Equal(4096, Environment.SystemPageSize);
        Check.Equal("\n", Environment.NewLine);
        Check.Equal("/", Environment.CurrentDirectory);
        Check.That(!Environment.HasShutdownStarted);
    }

    [KernelTest]
    internal static void The_system_says_what_it_is()
    {
        Check.Equal(PlatformID.Unix, Environment.OSVersion.Platform);
        Check.Equal(new Version(0, 1, 0, 0), Environment.OSVersion.Version);
        Check.Equal("Enso 0.1.0 0.1.0", RuntimeInformation.OSDescription);
        Check.Equal(Architecture.X64, RuntimeInformation.ProcessArchitecture);
        Check.That(RuntimeInformation.FrameworkDescription.StartsWith(".NET 9.0.", StringComparison.Ordinal),
            RuntimeInformation.FrameworkDescription);
        Check.Equal(9, Environment.Version.Major);
        Check.That(OperatingSystem.IsLinux(), "what the runtime was built for");
    }

    [KernelTest]
    internal static void The_command_line_names_the_program()
    {
        string[] arguments = Environment.GetCommandLineArgs();
        Check.That(arguments.Length >= 1);
        Check.That(Environment.CommandLine.StartsWith(arguments[0], StringComparison.Ordinal));
    }

    [KernelTest]
    internal static void The_machine_has_a_name() => Check.Equal("enso", Environment.MachineName);

    [KernelTest]
    internal static void The_exit_code_is_kept_for_the_end()
    {
        Check.Equal(0, Environment.ExitCode);
        Environment.ExitCode = 3;
        Check.Equal(3, Environment.ExitCode);
        Environment.ExitCode = 0;
    }

    [KernelTest]
    internal static void The_cpu_time_used_never_shrinks()
    {
        TimeSpan last = Environment.CpuUsage.TotalTime;
        for (int i = 0; i < 20; i++)
        {
            Thread.SpinWait(1000);
            TimeSpan now = Environment.CpuUsage.TotalTime;
            Check.That(now >= last);
            last = now;
        }
        Check.That(last > TimeSpan.Zero);
    }

    [KernelTest]
    internal static void The_stack_trace_names_the_caller()
        => Check.That(Environment.StackTrace.Contains(nameof(The_stack_trace_names_the_caller), StringComparison.Ordinal),
            Environment.StackTrace);

    [KernelTest]
    internal static void The_current_process_has_a_number()
    {
        using Process process = Process.GetCurrentProcess();
        Check.Equal(1, process.Id);
    }

    [KernelTest]
    internal static void Context_switches_are_kept_for_the_program()
    {
        AppContext.SetSwitch("Enso.Conformance", true);
        Check.That(AppContext.TryGetSwitch("Enso.Conformance", out bool on) && on);
        Check.That(!AppContext.TryGetSwitch("Enso.Unknown", out _));
        AppContext.SetData("key", 5);
        Check.Equal(5, (int)AppContext.GetData("key")!);
    }
}
