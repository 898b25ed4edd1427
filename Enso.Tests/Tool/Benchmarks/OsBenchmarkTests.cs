using Enso.Tool;
using Enso.Tool.Benchmarks;

namespace Enso.Tests.Tool.Benchmarks;

[TestFixture]
public sealed class OsBenchmarkTests
{
    private static readonly OsBenchmarkOptions s_options = new() { Benchmarks = ["yield"], Runs = 3, Rounds = 2 };

    [Test]
    public async Task Systems_are_booted_in_turn()
    {
        ScriptedGuest enso = new("Ensō", "@bench result yield 1 10\n@bench result yield 2 30\n@bench end");
        ScriptedGuest linux = new("Linux", "@bench result yield 1 80\n@bench result yield 2 80\n@bench end");

        OsBenchmarkResult result = await new OsBenchmark(s_options, enso, linux).RunAsync(CancellationToken.None);

        Assert.That(
            result.Boots.Select(boot => $"{boot.System} {boot.Run}"),
            Is.EqualTo(new[] { "Ensō 1", "Linux 1", "Ensō 2", "Linux 2", "Ensō 3", "Linux 3" }));
        Assert.That(result.Comparisons.Single().Enso.Count, Is.EqualTo(6));
        Assert.That(result.Comparisons.Single().Ratio, Is.EqualTo(0.25));
    }

    [Test]
    public async Task Without_linux_enso_is_booted_alone()
    {
        ScriptedGuest enso = new("Ensō", "@bench result yield 1 10\n@bench result yield 2 30\n@bench end");

        OsBenchmarkResult result = await new OsBenchmark(s_options, enso, null).RunAsync(CancellationToken.None);

        Assert.That(result.Boots, Has.Count.EqualTo(3));
        Assert.That(result.Comparisons.Single().Linux, Is.Null);
    }

    [TestCase("@bench result yield 1 10\n@bench end", "'yield' has 1 values and not 2")]
    [TestCase("@bench result yield 1 10\n@bench result yield 2 10", "had come to its end")]
    [TestCase("@bench result yield 1 x", "'@bench result yield 1 x'")]
    public async Task A_boot_that_does_not_give_what_was_asked_for_is_named(string output, string expected)
    {
        OsBenchmark benchmark = new(s_options, new ScriptedGuest("Ensō", output), null);

        ToolException? error = await Assert.ThrowsAsync<ToolException>(
            () => benchmark.RunAsync(CancellationToken.None));

        Assert.That(error!.Message, Does.StartWith("Ensō, boot 1 of 3: ").And.Contain(expected));
    }

    [Test]
    public void A_benchmark_can_give_several_measures() =>
        Assert.That(
            MeasureCatalog.Of(["sleep"]).Select(measure => measure.Name), Is.EqualTo(new[] { "sleep-p50", "sleep-p99" }));

    [Test]
    public void No_names_mean_everything() => Assert.That(MeasureCatalog.Of([]), Is.EqualTo(MeasureCatalog.All));

    private sealed class ScriptedGuest(string name, string output) : IGuest
    {
        public string Name => name;

        public Task<BenchmarkOutput> BootAsync(CancellationToken cancellationToken) =>
            Task.Run(() => BenchmarkOutput.Parse(output), cancellationToken);
    }
}
