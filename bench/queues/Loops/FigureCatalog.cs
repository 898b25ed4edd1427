using System.Collections.Concurrent;
using System.Threading.Channels;
using Enso.Queues;

namespace QueuesBench;

/// <summary>All that can be measured in this program.</summary>
internal static class FigureCatalog
{
    private const int Capacity = 1024;

    // What grows may grow to this: enough that it does grow, and too little to be a memory benchmark.
    private const int MaximumCapacity = 64 * Capacity;

    /// <summary>All figures.</summary>
    public static IReadOnlyList<Figure> All { get; } =
    [
        .. Ours<Vec<long>>("vec"),
        .. Ours<VecDeque<long>>("vecdeque"),
        .. Ours<LinkedSegments<long>>("segments"),
        .. new BatchContender<BareRingEnd, BareRingEnd>(
            "bare-ring", Shapes.OneToOne, (writers, readers) => Shared(new BareRingEnd(new BareRing()), writers, readers))
            .Figures(),
        .. OfChannel("channel-bounded", () => Channel.CreateBounded<long>(Capacity)),
        .. OfChannel("channel-unbounded", Channel.CreateUnbounded<long>),
        .. new Contender<ConcurrentQueueEnd, ConcurrentQueueEnd>(
            "concurrent-queue",
            Shapes.TwoWriters,
            (writers, readers) => Shared(new ConcurrentQueueEnd(new ConcurrentQueue<long>()), writers, readers)).Figures(),
        .. new Contender<BlockingCollectionEnd, BlockingCollectionEnd>(
            "blocking-collection",
            Shapes.TwoWriters,
            (writers, readers) => Shared(
                new BlockingCollectionEnd(new BlockingCollection<long>(Capacity)), writers, readers)).Figures(),
    ];

    private static IEnumerable<Figure> Ours<TStorage>(string storage)
        where TStorage : struct, IStorage<long, TStorage>
    {
        QueueOptions options = new() { Capacity = Capacity, MaximumCapacity = MaximumCapacity };
        return
        [
            .. new BatchContender<SingleWriteEnd<TStorage>, QueueReadEnd<TStorage>>(
                $"link-{storage}",
                Shapes.OneToOne,
                (_, _) =>
                {
                    Link<long, TStorage> link = new(options);
                    return ([new(link.Writer)], [new(link.Reader)]);
                }).Figures(),
            .. new BatchContender<SharedWriteEnd, QueueReadEnd<TStorage>>(
                $"subscriber-{storage}",
                Shapes.TwoWriters,
                (writers, _) =>
                {
                    Subscriber<long, TStorage> subscriber = new(options);
                    return (Many(writers, () => new SharedWriteEnd(subscriber.Link())), [new(subscriber.Reader)]);
                }).Figures(),
            .. new BatchContender<SingleWriteEnd<TStorage>, QueueReadEnd<TStorage>>(
                $"publisher-{storage}",
                Shapes.TwoReaders,
                (_, readers) =>
                {
                    Publisher<long, TStorage> publisher = new(options with { MaximumReaders = readers });
                    return (
                        [new(publisher.Writer)],
                        Many(readers, () => new QueueReadEnd<TStorage>(publisher.Subscribe())));
                }).Figures(),
        ];
    }

    private static IEnumerable<Figure> OfChannel(string name, Func<Channel<long>> make) =>
        new Contender<ChannelEnd, ChannelEnd>(
            name, Shapes.TwoWriters, (writers, readers) => Shared(new ChannelEnd(make()), writers, readers)).Figures();

    private static (TEnd[] Writers, TEnd[] Readers) Shared<TEnd>(TEnd end, int writers, int readers) =>
        (Many(writers, () => end), Many(readers, () => end));

    private static TEnd[] Many<TEnd>(int count, Func<TEnd> make) => [.. Enumerable.Range(0, count).Select(_ => make())];
}
