using System.Diagnostics;
using System.Globalization;
using Enso.Tests.InKernel;
using Enso.Tool.Emulation;

namespace Enso.Tests.Emulated;

/// <summary>What the booted kernel said of one test.</summary>
/// <param name="Passed">Whether it passed.</param>
/// <param name="Message">Why not: the assertion with its place, or the serial log and registers of a hang.</param>
/// <param name="Microseconds">How long it took inside the kernel.</param>
internal sealed record KernelTestResult(bool Passed, string Message, long Microseconds);

/// <summary>Boots the test kernel, reads its reports, and boots it again past a test that took the kernel down, until
/// every test has a result.</summary>
internal sealed class KernelTestRun(int cores, string only, string append, TimeSpan silence)
{
    /// <summary>A test that says nothing for so long hangs.</summary>
    private static readonly TimeSpan s_silence = TimeSpan.FromSeconds(120);

    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(10);

    private readonly Dictionary<string, KernelTestResult> _results = [];
    private readonly List<string> _names = [.. KernelTestTable.All().Select(test => test.Name)
        .Where(name => name.Contains(only, StringComparison.Ordinal))];

    /// <summary>Runs all tests.</summary>
    public static Task<IReadOnlyDictionary<string, KernelTestResult>> RunAsync(int cores)
        => RunAsync(cores, "", "", s_silence);

    /// <summary>Runs the tests whose name holds a text.</summary>
    /// <param name="cores">Cores of the machine.</param>
    /// <param name="only">The text.</param>
    /// <param name="append">More options for the kernel's command line.</param>
    /// <param name="silence">How long a test may say nothing before it counts as hanging.</param>
    public static async Task<IReadOnlyDictionary<string, KernelTestResult>> RunAsync(
        int cores, string only, string append, TimeSpan silence)
    {
        KernelTestRun run = new(cores, only, append, silence);
        for (int first = 0; first < run._names.Count;)
        {
            first = await run.BootAsync(first);
        }
        return run._results;
    }

    /// <summary>Boots once, from test number <paramref name="first"/>; returns the number to go on with.</summary>
    private async Task<int> BootAsync(int first)
    {
        MachineOptions options = TestImages.Direct with
        {
            ElfPath = TestImages.TestKernel,
            Cores = cores,
            // A machine that resets itself stays, paused, so that its registers can be read.
            // Lets the HPET deliver its interrupts as messages, which is how a message can be tested without a driver.
            ExtraArguments = ["-global", "hpet.msi=on", "-no-shutdown"],
            Append = string.Create(
                CultureInfo.InvariantCulture,
                $"first={first} check-scheduler ENSO_TEST=yes {(only == "" ? "" : "only=" + only)} {append}"),
        };
        await using VirtualMachine machine = await VirtualMachine.StartAsync(options, s_limit);
        int read = 0;
        int next = first;
        Stopwatch silent = Stopwatch.StartNew();
        while (true)
        {
            bool ended = machine.HasExited || machine.HasHalted || machine.ShutdownReason is not null;
            string text = machine.SerialText;
            // The last line may still be on its way.
            string whole = ended ? text : text[..(text.LastIndexOf('\n') + 1)];
            string[] lines =
            [
                .. whole.Split('\n')
                    .Where(line => line.StartsWith("@@ ", StringComparison.Ordinal))
                    .Select(line => line.TrimEnd('\r')),
            ];
            for (; read < lines.Length; read++)
            {
                silent.Restart();
                next += Read(lines[read]) ? 1 : 0;
            }
            if (lines.Length != 0 && lines[^1].StartsWith("@@ done", StringComparison.Ordinal))
            {
                return _names.Count;
            }
            if (ended || silent.Elapsed > silence)
            {
                string how = machine.HasHalted ? "The kernel panicked"
                    : ended ? "The machine ended"
                    : "The kernel hung";
                string name = next < _names.Count ? _names[next] : "(after the last test)";
                _results[name] = new KernelTestResult(false,
                    $"{how} in {name} on {cores} cores.\n{await TestImages.DescribeAsync(machine)}", 0);
                return next + 1;
            }
            await Task.Delay(50);
        }
    }

    /// <summary>Reads a report; true when it ends a test.</summary>
    private bool Read(string line)
    {
        string text = line["@@ ".Length..];
        if (text.StartsWith("pass ", StringComparison.Ordinal))
        {
            string[] words = text.Split(' ');
            _results[words[1]] = new KernelTestResult(true, "", long.Parse(words[2], CultureInfo.InvariantCulture));
            return true;
        }
        if (text.StartsWith("fail ", StringComparison.Ordinal))
        {
            string[] parts = text["fail ".Length..].Split('|', 3);
            string place = parts[1].Length == 0 ? "" : $"{parts[1]}: ";
            string message = parts[2].Replace("\\n", "\n", StringComparison.Ordinal);
            _results[parts[0]] = new KernelTestResult(false, $"{place}{message} (inside the kernel, {cores} cores)", 0);
            return true;
        }
        return false;
    }
}
