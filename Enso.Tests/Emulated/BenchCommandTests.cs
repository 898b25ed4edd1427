using System.Text.RegularExpressions;
using Enso.Benchmarks;
using Enso.Tool.Benchmarks;
using Enso.Tool.Emulation;

namespace Enso.Tests.Emulated;

/// <summary>The shell's <c>bench</c>, inside the booted kernel.</summary>
[TestFixture]
[Category("Emulator")]
public sealed class BenchCommandTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(5);

    [TestCase("queues")]
    [TestCase("reactor")]
    public async Task A_very_short_round_gives_a_table_with_every_figure(string name)
    {
        await using VirtualMachine vm = await StartAsync(2);
        CommandResult bench = await new ShellSession(vm).RunAsync($"bench {name} --divide 10000", s_limit);

        Assert.That(bench.Status, Is.Zero, bench.Output);
        Assert.That(bench.Output, Does.Match(@"(?m)^os Enso .*, framework \.NET 9\..*, cores 0,1\r?$"));
        Assert.That(bench.Output, Does.Contain("Rounds are 1/10000 as long"));
        string[] lines = [.. bench.Output.Split('\n').Select(line => line.TrimEnd('\r'))];
        Suite chosen = HostSuite.All.Single(suite => suite.Suite.Name == name).Suite;
        SuiteOptions options = new(chosen) { HasPeers = false };
        foreach (IGrouping<string, SuiteFigure> section in options.Figures.GroupBy(figure => figure.Measure.Title))
        {
            string[] rows = [.. lines.SkipWhile(line => line != section.Key).Skip(2).TakeWhile(line => line != "")];
            Assert.That(rows, Has.Length.EqualTo(section.Count()), $"{section.Key}\n{bench.Output}");
            foreach ((string row, SuiteFigure figure) in rows.Zip(section))
            {
                Assert.That(row, Does.Match($@"^  {Regex.Escape(figure.Title)}[ ,].*\d"), section.Key);
            }
        }
    }

    [Test]
    public async Task Interrupts_are_measured_from_their_coming_to_their_handler()
    {
        await using VirtualMachine vm = await StartAsync(2);
        CommandResult bench = await new ShellSession(vm).RunAsync("bench interrupts --divide 100", s_limit);

        Assert.That(bench.Status, Is.Zero, bench.Output);
        Assert.That(
            Regex.Matches(bench.Output, @"(?m)^  reactor +1500 ns +[\d,]+ .* 0  (met|missed)"), Has.Count.EqualTo(2));
        Assert.That(Regex.Matches(bench.Output, @"(?m)^  lower handler +[\d,]+ +1\.00 +0"), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task An_interrupt_takes_no_more_instructions_to_its_handler_than_it_may()
    {
        // Counted, not timed: every run gives the same.
        await using VirtualMachine vm = await StartAsync(2, Timeline.Counted);
        CommandResult bench = await new ShellSession(vm).RunAsync("bench interrupts", s_limit);

        Assert.That(bench.Status, Is.Zero, bench.Output);
        Assert.That(
            Regex.Matches(bench.Output, @"(?m)^  reactor +1500 ns +[\d,]+ .* 0  met"), Has.Count.EqualTo(2), bench.Output);
    }

    [Test]
    public async Task Figures_rounds_and_cores_are_chosen()
    {
        await using VirtualMachine vm = await StartAsync(4);
        CommandResult bench = await new ShellSession(vm).RunAsync(
            "bench queues spsc mpsc subscriber-vec --rounds 2 --divide 10000 --cores 3,1", s_limit);

        Assert.That(bench.Status, Is.Zero, bench.Output);
        Assert.That(bench.Output, Does.Contain("round 2 of 2, mpsc ."));
        Assert.That(bench.Output, Does.Contain(", cores 3,1"));
        Assert.That(bench.Output, Does.Contain("rounds: 2;"));
        Assert.That(bench.Output, Does.Contain("  Subscriber, Vec  "));
        Assert.That(bench.Output, Does.Not.Contain("  Link, Vec").And.Not.Contain("round trip over"));
    }

    [Test]
    public async Task Wrong_use_is_refused_with_what_is_valid()
    {
        await using VirtualMachine vm = await StartAsync(2);
        ShellSession shell = new(vm);
        foreach ((string words, string complaint) in ((string, string)[])
        [
            ("", "bench: expected an argument, got 0"),
            ("disks", "bench: 'disks' is not a benchmark; use queues, reactor, interrupts"),
            ("queues spcs",
                "bench: 'spcs' is neither a way of passing messages nor a queue, nor an option; use spsc, "),
            ("queues --rounds", "bench: --rounds takes a whole number from 1 to 1000"),
            ("queues --cores 0,2", "bench: core 2 is not online; use two of 0, 1"),
        ])
        {
            CommandResult bench = await shell.RunAsync($"bench {words}", s_limit);
            Assert.That(bench.Status, Is.EqualTo(2), bench.Output);
            Assert.That(bench.Output, Does.StartWith(complaint));
        }
    }

    [Test]
    public async Task One_core_is_too_few()
    {
        await using VirtualMachine vm = await StartAsync(1);
        CommandResult bench = await new ShellSession(vm).RunAsync("bench queues", s_limit);

        Assert.That(bench.Status, Is.EqualTo(2));
        Assert.That(bench.Output, Does.StartWith("bench: two cores are needed, and this machine has one"));
    }

    private static Task<VirtualMachine> StartAsync(int cores, Timeline timeline = Timeline.Host) =>
        VirtualMachine.StartAsync(
            TestImages.Direct with { Cores = cores, Timeline = timeline }, TestImages.BootLimit + s_limit);
}
