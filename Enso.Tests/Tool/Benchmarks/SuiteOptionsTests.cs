using Enso.Benchmarks;
using Enso.Tool.Benchmarks;

namespace Enso.Tests.Tool.Benchmarks;

[TestFixture]
public sealed class SuiteOptionsTests
{
    private static readonly string[] s_suites = [.. HostSuite.All.Select(suite => suite.Suite.Name)];

    [TestCaseSource(nameof(s_suites))]
    public void Without_words_everything_is_measured(string name) =>
        Assert.That(new SuiteOptions(Find(name).Suite).Figures, Is.EqualTo(Find(name).Suite.Figures));

    [TestCaseSource(nameof(s_suites))]
    public void Each_figure_has_a_value_of_its_own_and_those_of_a_measure_are_together(string name)
    {
        List<string> measures = [];
        foreach (string title in Find(name).Suite.Figures.Select(figure => figure.Measure.Title))
        {
            if (measures.LastOrDefault() != title)
            {
                measures.Add(title);
            }
        }

        Assert.That(Find(name).Suite.Figures.Select(figure => figure.ValueName), Is.Unique);
        Assert.That(measures, Is.Unique);
    }

    [TestCaseSource(nameof(s_suites))]
    public void Every_peer_can_be_made(string name) =>
        Assert.That(
            Find(name).Suite.Figures.Select(figure => figure.Program).Distinct(),
            Is.EquivalentTo(Find(name).Peers.Select(peer => peer.Name).Append(Find(name).Suite.OwnProgram)));

    [TestCaseSource(nameof(s_suites))]
    public void Without_peers_only_our_own_program_runs(string name) =>
        Assert.That(
            new SuiteOptions(Find(name).Suite) { HasPeers = false }.Figures.Select(figure => figure.Program),
            Is.All.EqualTo(Find(name).Suite.OwnProgram));

    [Test]
    public void Measures_and_contenders_choose_together()
    {
        SuiteOptions options =
            new(QueuesCatalog.Suite) { Words = ["spsc", "link-vec", "publisher-vec", "disruptor"] };

        Assert.Multiple(() =>
        {
            Assert.That(
                options.Of(QueuesCatalog.OwnProgram).Select(figures => figures.Key),
                Is.EqualTo(new[] { "spsc:link-vec", "spsc:publisher-vec" }));
            Assert.That(options.Of("disruptor"), Has.Count.EqualTo(1));
            Assert.That(options.Of("boost"), Is.Empty);
        });
    }

    [Test]
    public void What_is_measured_at_once_is_one_figure_of_its_program() =>
        Assert.That(
            new SuiteOptions(QueuesCatalog.Suite) { Words = ["round-trip", "link-vec"] }
                .Of(QueuesCatalog.OwnProgram).Single().Select(figure => figure.ValueName),
            Is.EqualTo(new[] { "p50", "p99", "p99.9" }.Select(part => $"round-trip:link-vec/{part}")));

    private static HostSuite Find(string name) => HostSuite.All.Single(suite => suite.Suite.Name == name);
}
