using System.Collections.Concurrent;
using System.Threading.Channels;
using Enso.Queues;
using Measuring;

namespace QueuesBench;

/// <summary>All that can be measured in this program.</summary>
internal static class FigureCatalog
{
    private const int Capacity = 1024;

    // Where three threads share two cores, one of them at a time does not run: a turn of the scheduler is to find
    // enough to do. What grows may grow to this in any case.
    private const int CrowdedCapacity = 64 * Capacity;

    /// <summary>All figures.</summary>
    public static IReadOnlyList<Figure> All { get; } =
    [
        .. Ours<Vec<long>>("vec"),
        .. Ours<VecDeque<long>>("vecdeque"),
        .. Ours<LinkedSegments<long>>("segments"),
        .. new BatchContender<BareRingEnd, BareRingEnd>(
            "bare-ring",
            Shapes.OneToOne,
            (writers, readers) => Shared(new BareRingEnd(new BareRing()), writers, readers)).Figures(),
        .. OfChannel("channel-bounded", Channel.CreateBounded<long>),
        .. OfChannel("channel-unbounded", _ => Channel.CreateUnbounded<long>()),
        .. new Contender<ConcurrentQueueEnd, ConcurrentQueueEnd>(
            "concurrent-queue",
            Shapes.TwoWriters,
            (writers, readers) => Shared(
                new ConcurrentQueueEnd(new ConcurrentQueue<long>()), writers, readers)).Figures(),
        .. new Contender<BlockingCollectionEnd, BlockingCollectionEnd>(
            "blocking-collection",
            Shapes.TwoWriters,
            (writers, readers) => Shared(
                new BlockingCollectionEnd(new BlockingCollection<long>(CapacityFor(writers, readers))),
                writers,
                readers)).Figures(),
    ];

    private static IEnumerable<Figure> Ours<TStorage>(string storage)
        where TStorage : struct, IStorage<long, TStorage>
    {
        return
        [
            .. new BatchContender<SingleWriteEnd<TStorage>, QueueReadEnd<TStorage>>(
                $"link-{storage}",
                Shapes.OneToOne,
                (_, _) =>
                {
                    Link<long, TStorage> link = new(OptionsFor(1, 1));
                    return ([new(link.Writer)], [new(link.Reader)]);
                }).Figures(),
            .. new BatchContender<SharedWriteEnd, QueueReadEnd<TStorage>>(
                $"subscriber-{storage}",
                Shapes.TwoWriters,
                (writers, _) =>
                {
                    Subscriber<long, TStorage> subscriber = new(OptionsFor(writers, 1));
                    return (Many(writers, () => new SharedWriteEnd(subscriber.Link())), [new(subscriber.Reader)]);
                }).Figures(),
            .. new BatchContender<SingleWriteEnd<TStorage>, QueueReadEnd<TStorage>>(
                $"publisher-{storage}",
                Shapes.TwoReaders,
                (_, readers) =>
                {
                    Publisher<long, TStorage> publisher = new(OptionsFor(1, readers));
                    return (
                        [new(publisher.Writer)],
                        Many(readers, () => new QueueReadEnd<TStorage>(publisher.Subscribe())));
                }).Figures(),
        ];
    }

    private static IEnumerable<Figure> OfChannel(string name, Func<int, Channel<long>> make) =>
        new Contender<ChannelEnd, ChannelEnd>(
            name,
            Shapes.TwoWriters,
            (writers, readers) => Shared(
                new ChannelEnd(make(CapacityFor(writers, readers))), writers, readers)).Figures();

    private static int CapacityFor(int writers, int readers) => writers + readers > 2 ? CrowdedCapacity : Capacity;

    private static QueueOptions OptionsFor(int writers, int readers) => new()
    {
        Capacity = CapacityFor(writers, readers),
        MaximumCapacity = CrowdedCapacity,
        MaximumReaders = readers,
    };

    private static (TEnd[] Writers, TEnd[] Readers) Shared<TEnd>(TEnd end, int writers, int readers) =>
        (Many(writers, () => end), Many(readers, () => end));

    // A loop: each of LINQ's operators would be compiled once for every structure, and for each after it.
    private static TEnd[] Many<TEnd>(int count, Func<TEnd> make)
    {
        TEnd[] ends = new TEnd[count];
        for (int i = 0; i < count; i++)
        {
            ends[i] = make();
        }

        return ends;
    }
}
