using System.Text.RegularExpressions;
using Enso.Tool.Emulation;

namespace Enso.Tests.Emulated;

/// <summary>Runs whose clock counts instructions are alike, and a recorded run can be run again.</summary>
[TestFixture]
[Category("Emulator")]
public sealed partial class DeterminismTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(3);

    // Cores run one after another here, so a test that waits for another core in a loop takes very long: on several cores,
    // one that does not.
    [TestCase(1, "TaskTests")]
    [TestCase(2, "Heap_blocks")]
    [TestCase(4, "Heap_blocks")]
    public async Task Two_counted_boots_take_the_same_number_of_instructions(int cores, string tests)
    {
        MachineOptions options = Boot(cores, tests) with { Timeline = Timeline.Counted };
        string first = await RunAsync(options);
        string second = await RunAsync(options);
        Assert.That(Ticks().Match(first).Value, Is.Not.Empty, first);
        Assert.That(second, Is.EqualTo(first));
    }

    [Test]
    public async Task A_replayed_run_is_the_recorded_one()
    {
        string file = Path.GetTempFileName();
        try
        {
            MachineOptions options = Boot(1, "TaskTests") with { Timeline = Timeline.Recorded, TimelineFile = file };
            string recorded = await RunAsync(options);
            string replayed = await RunAsync(options with { Timeline = Timeline.Replayed });
            Assert.That(Ticks().Match(recorded).Value, Is.Not.Empty, recorded);
            Assert.That(replayed, Is.EqualTo(recorded));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [GeneratedRegex(@"@@ ticks \d+")]
    private static partial Regex Ticks();

    private static MachineOptions Boot(int cores, string tests) => TestImages.Direct with
    {
        ElfPath = TestImages.TestKernel,
        Cores = cores,
        Append = "only=" + tests,
    };

    private static async Task<string> RunAsync(MachineOptions options)
    {
        await using VirtualMachine machine = await VirtualMachine.StartAsync(options, s_limit);
        Assert.That(await machine.WaitForExitAsync(s_limit), Is.True, await TestImages.DescribeAsync(machine));

        // QEMU takes a replayed shutdown's reason from the event after it, so it may be any.
        Assert.That(
            machine.ShutdownReason,
            options.Timeline == Timeline.Replayed ? Is.Not.Null : Is.EqualTo("guest-shutdown"),
            machine.SerialText);
        return machine.SerialText;
    }
}
