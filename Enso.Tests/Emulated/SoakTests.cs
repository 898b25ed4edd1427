using System.Globalization;
using Enso.Tests.InKernel.Soak;
using Enso.Tool.Emulation;

namespace Enso.Tests.Emulated;

/// <summary>Minutes of messages through every kind of queue: <c>./enso test soak</c>. The variables
/// <c>ENSO_SOAK_MINUTES</c> (on the host), <c>ENSO_SOAK_KERNEL_MINUTES</c> and <c>ENSO_SOAK_SEED</c> change how long and
/// what, <c>ENSO_SOAK_KIND</c> chooses kinds by a part of their names, on the host.</summary>
[TestFixture]
[Category("Campaign")]
public sealed class SoakTests
{
    [Test]
    public void What_comes_out_of_queues_for_minutes_on_the_host_is_what_went_in()
    {
        int seed = Number("ENSO_SOAK_SEED", Environment.TickCount & int.MaxValue);
        TestContext.Progress.WriteLine($"soak seed {seed}");
        string? failure = new QueueSoak(
            TimeSpan.FromMinutes(Number("ENSO_SOAK_MINUTES", 10)), seed, TestContext.Progress.WriteLine)
            .Run(Environment.GetEnvironmentVariable("ENSO_SOAK_KIND") ?? "");
        Assert.That(failure, Is.Null, $"seed {seed}");
    }

    [TestCase(2)]
    [TestCase(4)]
    public async Task What_comes_out_of_queues_for_minutes_in_the_kernel_is_what_went_in(int cores)
    {
        int seconds = Math.Max(1, Number("ENSO_SOAK_KERNEL_MINUTES", 2) * 60);
        int seed = Number("ENSO_SOAK_SEED", Environment.TickCount & int.MaxValue);
        TestContext.Progress.WriteLine($"soak seed {seed}, {cores} cores");

        // Every kind has a round, however long that takes on a machine that is busy.
        TimeSpan limit = TimeSpan.FromSeconds(seconds) * 2 + TimeSpan.FromMinutes(10);
        await using VirtualMachine machine = await VirtualMachine.StartAsync(
            TestImages.Direct with
            {
                ElfPath = TestImages.TestKernel,
                Cores = cores,
                Append = $"check-scheduler soak={seconds} seed={seed}",
            },
            limit);
        Assert.That(await machine.WaitForExitAsync(limit), Is.True, await TestImages.DescribeAsync(machine));
        Assert.That(machine.SerialText, Does.Contain("@@ soak passed"), machine.SerialText);
        await TestContext.Out.WriteLineAsync(string.Join(
            '\n', machine.SerialText.Split('\n').Where(line => line.Contains("@@ soak", StringComparison.Ordinal))));
    }

    private static int Number(string variable, int otherwise)
        => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text
            ? int.Parse(text, CultureInfo.InvariantCulture)
            : otherwise;
}
