namespace Enso.Benchmarks;

/// <summary>What <c>bench queues</c> measures, on the host and in the kernel.</summary>
public static class QueuesCatalog
{
    /// <summary>The program of our own queues, of .NET's and of the floor.</summary>
    public const string OwnProgram = "queuesbench";

    /// <summary>The figure of how far apart the cores are.</summary>
    public const string Probe = "probe";

    /// <summary>What our round trip may take, as a multiple of the floor's.</summary>
    public const double ExpectedToFloor = 1.10;

    private const string RoundTrip = "round-trip";
    private const int Stream = 2_000_000;
    private const int BatchedStream = 5 * Stream;
    private const int Trips = 40_000;

    private static readonly string[] s_single = ["spsc", RoundTrip, "same-thread"];
    private static readonly string[] s_singleBatch = [.. s_single, "spsc-batch"];
    private static readonly string[] s_manyWriters = [.. s_single, "mpsc"];
    private static readonly string[] s_manyWritersBatch = [.. s_singleBatch, "mpsc", "mpsc-batch"];
    private static readonly string[] s_manyReadersBatch = [.. s_singleBatch, "publish", "publish-batch"];

    // What a message may take between near cores, in nanoseconds.
    private static readonly Dictionary<string, double> s_expected = new()
    {
        ["spsc:link-vec"] = 3,
        ["spsc-batch:link-vec"] = 1,
        ["spsc-batch:publisher-vec"] = 2,
        ["publish-batch:publisher-vec"] = 3,
        ["mpsc:subscriber-vec"] = 20,
    };

    /// <summary>All measures, in the order of the table.</summary>
    public static IReadOnlyList<QueuesMeasure> Measures { get; } =
    [
        new("spsc", "1 writer, 1 reader, one by one", Stream),
        new("spsc-batch", "1 writer, 1 reader, 64 at a time", BatchedStream),
        new("publish", "1 writer, 2 readers, one by one (3 threads on 2 cores)", Stream),
        new("publish-batch", "1 writer, 2 readers, 64 at a time (3 threads on 2 cores)", BatchedStream),
        new("mpsc", "2 writers, 1 reader, one by one (3 threads on 2 cores)", Stream),
        new("mpsc-batch", "2 writers, 1 reader, 64 at a time (3 threads on 2 cores)", BatchedStream),
        new(RoundTrip, "round trip over two queues, median", Trips) { Part = "p50" },
        new(RoundTrip, "round trip, 99th in 100", Trips) { Part = "p99", IsCompared = false },
        new(RoundTrip, "round trip, 999th in 1000", Trips) { Part = "p99.9", IsCompared = false },
        new("same-thread", "written and read by one thread", Stream),
    ];

    /// <summary>All queues, in the order of the table.</summary>
    public static IReadOnlyList<QueuesContender> Contenders { get; } =
    [
        .. Own("link", "Link", s_singleBatch),
        .. Own("subscriber", "Subscriber", s_manyWritersBatch),
        .. Own("publisher", "Publisher", s_manyReadersBatch),
        new("bare-ring", "bare ring", QueuesRole.Floor, OwnProgram, s_singleBatch),
        new("channel-bounded", ".NET Channel, bounded", QueuesRole.Peer, OwnProgram, s_manyWriters),
        new("channel-unbounded", ".NET Channel, unbounded", QueuesRole.Peer, OwnProgram, s_manyWriters),
        new("concurrent-queue", ".NET ConcurrentQueue", QueuesRole.Peer, OwnProgram, s_manyWriters),
        new("blocking-collection", ".NET BlockingCollection", QueuesRole.Peer, OwnProgram, s_manyWriters),
        new("crossbeam-array-queue", "crossbeam ArrayQueue", QueuesRole.Peer, "crossbeam", s_manyWriters),
        new("crossbeam-seg-queue", "crossbeam SegQueue", QueuesRole.Peer, "crossbeam", s_manyWriters),
        new("crossbeam-bounded", "crossbeam channel, bounded", QueuesRole.Peer, "crossbeam", s_manyWriters),
        new("crossbeam-unbounded", "crossbeam channel, unbounded", QueuesRole.Peer, "crossbeam", s_manyWriters),
        new("boost-spsc-queue", "boost spsc_queue", QueuesRole.Peer, "boost", s_singleBatch),
        new("boost-queue", "boost queue", QueuesRole.Peer, "boost", s_manyWriters),
        new(
            "disruptor",
            "LMAX Disruptor",
            QueuesRole.Peer,
            "disruptor",
            [.. s_manyWritersBatch, "publish", "publish-batch"]),
    ];

    /// <summary>Every word that can choose: the ways of passing messages, and the queues.</summary>
    public static IReadOnlyList<string> Words { get; } =
        [.. Measures.Select(measure => measure.Way).Distinct(), .. Contenders.Select(queue => queue.Name)];

    /// <summary>What is expected of a queue between near cores.</summary>
    /// <param name="measure">The measure.</param>
    /// <param name="queue">The queue.</param>
    /// <returns>Nanoseconds at most; null where nothing is expected.</returns>
    public static double? Expected(QueuesMeasure measure, QueuesContender queue)
    {
        ArgumentNullException.ThrowIfNull(measure);
        return s_expected.TryGetValue(measure.ValueOf(queue), out double expected) ? expected : null;
    }

    /// <summary>What is expected of a queue beside the floor.</summary>
    /// <param name="measure">The measure.</param>
    /// <param name="queue">The queue.</param>
    /// <returns>A multiple of the floor's time; null where nothing is expected.</returns>
    public static double? ExpectedRatio(QueuesMeasure measure, QueuesContender queue)
    {
        ArgumentNullException.ThrowIfNull(measure);
        ArgumentNullException.ThrowIfNull(queue);
        return measure is { Way: RoundTrip, Part: "p50" } && queue.Name == "link-vec" ? ExpectedToFloor : null;
    }

    private static IEnumerable<QueuesContender> Own(string name, string title, string[] ways) =>
    [
        new($"{name}-vec", $"{title}, Vec", QueuesRole.Own, OwnProgram, ways),
        new($"{name}-vecdeque", $"{title}, VecDeque", QueuesRole.Own, OwnProgram, ways),
        new($"{name}-segments", $"{title}, LinkedSegments", QueuesRole.Own, OwnProgram, ways),
    ];
}
