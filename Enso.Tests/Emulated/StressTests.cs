using System.Globalization;
using Enso.Tool.Emulation;

namespace Enso.Tests.Emulated;

/// <summary>Long runs: <c>./enso test stress</c>. The variables <c>ENSO_STRESS_BOOTS</c>, <c>ENSO_STRESS_MINUTES</c> and
/// <c>ENSO_STRESS_SEED</c> change how many, how long and what.</summary>
[TestFixture]
[Category("Campaign")]
public sealed class StressTests
{
    private static readonly TimeSpan s_bootLimit = TimeSpan.FromMinutes(2);

    [Test]
    public async Task Every_boot_in_a_row_reaches_its_program_and_ends()
    {
        int boots = Number("ENSO_STRESS_BOOTS", 100);
        for (int i = 0; i < boots; i++)
        {
            // 1, 2, 4 and 8 cores in turn.
            string log = await RunAsync(1 << (i % 4), "only=TaskTests", s_bootLimit);
            Assert.That(log, Does.Match(@"@@ done \d+ 0\b"), $"boot {i}");
        }
    }

    [TestCase(4)]
    [TestCase(8)]
    public async Task Minutes_of_load_on_every_core_leave_contents_whole_and_memory_flat(int cores)
    {
        int seconds = Number("ENSO_STRESS_MINUTES", 10) * 60;
        int seed = Number("ENSO_STRESS_SEED", 1);
        string log = await RunAsync(cores, $"stress={seconds} seed={seed}", TimeSpan.FromSeconds(seconds) * 2);
        Assert.That(log, Does.Contain("@@ stress passed"), log);
        await TestContext.Out.WriteLineAsync(
            string.Join('\n', log.Split('\n').Where(line => line.Contains("@@ stress", StringComparison.Ordinal))));
    }

    private static async Task<string> RunAsync(int cores, string append, TimeSpan limit)
    {
        MachineOptions options = TestImages.Direct with
        {
            ElfPath = TestImages.TestKernel,
            Cores = cores,
            Append = "check-scheduler " + append,
        };
        await using VirtualMachine machine = await VirtualMachine.StartAsync(options, limit);
        bool ended = await machine.WaitForExitAsync(limit);
        Assert.That(ended, Is.True, await TestImages.DescribeAsync(machine));
        Assert.That(machine.ShutdownReason, Is.EqualTo("guest-shutdown"), machine.SerialText);
        return machine.SerialText;
    }

    private static int Number(string variable, int otherwise)
        => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text
            ? int.Parse(text, CultureInfo.InvariantCulture)
            : otherwise;
}
