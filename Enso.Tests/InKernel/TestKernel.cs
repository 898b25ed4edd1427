using System.Diagnostics;
using Enso.Kernel.Console;
using Enso.Machine.Boot;
using Enso.Tests.InKernel.Soak;
using Enso.Tests.InKernel.Stress;

namespace Enso.Tests.InKernel;

/// <summary>The kernel that runs every kernel test once and reports each on the serial line, for the host to read:
/// <c>@@ begin NAME</c>, then <c>@@ pass NAME MICROSECONDS</c> or <c>@@ fail NAME|FILE:LINE|MESSAGE</c>, at last
/// <c>@@ ticks TSC</c> and <c>@@ done PASSED FAILED</c>. The command line's <c>first=N</c> starts at test number N (from 0), which is how the
/// host goes on after one that took the kernel down; <c>only=TEXT</c> runs the tests whose name holds the text;
/// <c>stress=SECONDS seed=N</c> runs the load instead, and reports <c>@@ stress passed</c> or <c>@@ stress failed</c>;
/// <c>soak=SECONDS seed=N</c> soaks the queues likewise, and reports <c>@@ soak passed</c> or <c>@@ soak failed</c>;
/// <c>dialogue</c> holds a <see cref="ConsoleDialogue"/>.</summary>
public sealed class TestKernel : Kernel.Kernel
{
    // Emulated cores wait for one another at length: shorter rounds, and so more kinds in the time.
    private const int SoakMessages = 3000;

    private readonly MachineTerminal _terminal = new();

    /// <inheritdoc/>
    protected override unsafe void Run()
    {
        int seed = (int)BootInfo.NumberOption("seed"u8, 1);
        int soakSeconds = (int)BootInfo.NumberOption("soak"u8, 0);
        if (soakSeconds != 0)
        {
            string? failure = new QueueSoak(TimeSpan.FromSeconds(soakSeconds), seed, Report, SoakMessages).Run();
            Report(failure == null ? "soak passed" : $"soak failed {OneLine(failure)}");
            Stop();
            return;
        }
        int stressSeconds = (int)BootInfo.NumberOption("stress"u8, 0);
        if (stressSeconds != 0)
        {
            string? failure = new StressLoad(TimeSpan.FromSeconds(stressSeconds), seed, Report).Run();
            Report(failure == null ? "stress passed" : $"stress failed {OneLine(failure)}");
            Stop();
            return;
        }
        if (BootInfo.FindOption("dialogue"u8) != null)
        {
            ConsoleDialogue.Run();
            Stop();
            return;
        }
        (string Name, Action Run)[] tests = KernelTestTable.All();
        byte* only = BootInfo.FindOption("only"u8);
        string filter = only == null ? "" : Word(only);
        int passed = 0;
        int failed = 0;
        for (int i = (int)BootInfo.NumberOption("first"u8, 0); i < tests.Length; i++)
        {
            if (!tests[i].Name.Contains(filter, StringComparison.Ordinal))
            {
                continue;
            }
            if (RunOne(tests[i].Name, tests[i].Run))
            {
                passed++;
            }
            else
            {
                failed++;
            }
        }
        Report($"ticks {Machine.Cpu.Instructions.ReadTimestamp()}");
        Report($"done {passed} {failed}");
        Stop();
    }

    private bool RunOne(string name, Action run)
    {
        Report($"begin {name}");
        long start = Stopwatch.GetTimestamp();
        try
        {
            run();
        }
        catch (CheckException failure)
        {
            Report($"fail {name}|{failure.File}:{failure.Line}|{OneLine(failure.Message)}");
            return false;
        }
        catch (Exception failure)
        {
            // Whatever a test lets escape is its failure; the next test still runs.
            Report($"fail {name}||{OneLine(failure.ToString())}");
            return false;
        }
        Report($"pass {name} {(long)Stopwatch.GetElapsedTime(start).TotalMicroseconds}");
        return true;
    }

    private void Report(string text) => ((Kernel.Shell.ITerminal)_terminal).Write($"@@ {text}\r\n");

    private static string OneLine(string text) => text.Replace("\r", "").Replace("\n", "\\n");

    private static unsafe string Word(byte* text)
    {
        int length = 0;
        while (text[length] is not 0 and not (byte)' ')
        {
            length++;
        }
        return System.Text.Encoding.UTF8.GetString(text, length);
    }

    private static int Main() => new TestKernel().Start();
}
