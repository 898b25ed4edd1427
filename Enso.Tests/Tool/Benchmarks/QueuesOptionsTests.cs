using Enso.Benchmarks;
using Enso.Tool.Benchmarks;

namespace Enso.Tests.Tool.Benchmarks;

[TestFixture]
public sealed class QueuesOptionsTests
{
    [Test]
    public void Without_words_every_queue_is_measured_in_every_way_that_it_has()
    {
        QueuesOptions options = new();
        IEnumerable<string> expected =
            from queue in QueuesCatalog.Contenders
            from way in queue.Ways
            select $"{way}:{queue.Name}";

        IEnumerable<string> figures = QueuesCatalog.Contenders
            .Select(queue => queue.Program)
            .Distinct()
            .SelectMany(options.Figures)
            .Select(figure => figure.Name);

        Assert.That(figures, Is.EquivalentTo(expected));
    }

    [Test]
    public void Ways_and_queues_choose_together()
    {
        QueuesOptions options = new() { Words = ["spsc", "link-vec", "publisher-vec", "disruptor"] };

        Assert.Multiple(() =>
        {
            Assert.That(
                options.Figures(QueuesCatalog.OwnProgram).Select(figure => figure.Name),
                Is.EqualTo(new[] { "spsc:link-vec", "spsc:publisher-vec" }));
            Assert.That(options.Figures("disruptor"), Has.Count.EqualTo(1));
            Assert.That(options.Figures("boost"), Is.Empty);
        });
    }

    [Test]
    public void Every_peer_of_the_catalogue_can_be_made() =>
        Assert.That(
            QueuesCatalog.Contenders.Select(queue => queue.Program).Distinct(),
            Is.EquivalentTo(BenchmarkPeer.OfQueues.Select(peer => peer.Name).Append(QueuesCatalog.OwnProgram)));

    [Test]
    public void Without_peers_only_our_own_program_runs() =>
        Assert.That(
            new QueuesOptions { HasPeers = false }.Contenders.Select(queue => queue.Program),
            Is.All.EqualTo(QueuesCatalog.OwnProgram));
}
