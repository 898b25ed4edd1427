using System.Diagnostics;
using Enso.Tool.Building;

namespace Enso.Tests.Emulated;

/// <summary>A debugger steps through the running kernel in C#.</summary>
[TestFixture]
[Category("Emulator")]
public sealed class DebuggerTests
{
    private const int Port = 1287;

    [Test]
    public async Task A_session_breaks_by_file_and_line_steps_reads_a_local_and_shows_managed_and_runtime_frames()
    {
        string source = Path.Combine(RepositoryLayout.Current.Root, "Enso.Kernel", "Program.cs");
        string[] lines = await File.ReadAllLinesAsync(source);
        int second = 1 + Array.FindIndex(lines, line => line.Contains("return kernel", StringComparison.Ordinal));

        // The kernel's construction allocates, which leads into the runtime; later the shell waits for keys.
        string output = await DebugAsync($"""
            echo [runtime]\n
            tbreak RhpGcAlloc
            continue
            backtrace
            info threads
            break Program.cs:{second}
            continue
            echo [local]\n
            print kernel
            step
            step
            step
            echo [stepped]\n
            backtrace
            """);

        Assert.That(output, Does.Match($@"Temporary breakpoint 1, .*Program__Main \(\) at .*Program\.cs:\d+"));
        Assert.That(output, Does.Match($@"Breakpoint 3, .*Program__Main \(\) at .*Program\.cs:{second}"));
        string local = Between(output, "[local]", "[stepped]");
        Assert.That(local, Does.Match(@"\$1 = .*ShellKernel"), output);
        Assert.That(local, Does.Match(@"Kernel\.cs:\d+"), "three steps lead into Kernel.Start");
        string runtime = Between(output, "[runtime]", "[local]");
        Assert.That(runtime, Does.Match(@"#0\s+.*RhpGcAlloc .*GCHelpers\.cpp"), "a runtime frame");
        Assert.That(runtime, Does.Match(@"#\d+\s+.*Enso_Kernel_Program__Main .*Enso\.Kernel/Program\.cs:\d+"), "a managed frame");
        Assert.That(runtime, Does.Match(@"#\d+\s+.*Boot_Entry__Main .*Enso\.Machine/Boot/Entry\.cs:\d+"), "a lower frame");
        Assert.That(runtime, Does.Contain("CPU#0").And.Contain("CPU#1"), "cores are threads");
    }

    [Test]
    public async Task Managed_strings_are_shown_as_text()
    {
        string output = await DebugAsync("""
            break Shell.cs:1
            tbreak Enso_Kernel_Enso_Kernel_Shell_Shell___ctor
            continue
            print name
            """);
        Assert.That(output, Does.Contain("\"enso\""));
    }

    private static string Between(string text, string start, string end)
    {
        int from = text.IndexOf(start, StringComparison.Ordinal);
        int to = text.IndexOf(end, StringComparison.Ordinal);
        Assert.That(from >= 0 && to > from, text);
        return text[from..to];
    }

    private static async Task<string> DebugAsync(string script)
    {
        string file = Path.Combine(Path.GetTempPath(), $"enso-debug-{Guid.NewGuid():N}.gdb");
        await File.WriteAllTextAsync(file, script + "\n");
        try
        {
            ProcessStartInfo start = new(Path.Combine(RepositoryLayout.Current.Root, "enso"))
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                RedirectStandardInput = true,
            };
            foreach (string argument in (string[])["debug", "--script", file, "--cores", "2", "--port", $"{Port}"])
            {
                start.ArgumentList.Add(argument);
            }
            using Process process = Process.Start(start)!;
            process.StandardInput.Close();
            Task<string> output = process.StandardOutput.ReadToEndAsync();
            Task<string> errors = process.StandardError.ReadToEndAsync();
            using CancellationTokenSource limit = new(TestImages.BootLimit);
            try
            {
                await process.WaitForExitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                Assert.Fail($"the session did not end\n{await output}\n{await errors}");
            }
            return await output + await errors;
        }
        finally
        {
            File.Delete(file);
        }
    }
}
