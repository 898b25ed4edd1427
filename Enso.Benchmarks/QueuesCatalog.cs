namespace Enso.Benchmarks;

/// <summary>What <c>bench queues</c> measures, on the host and in the kernel.</summary>
public static class QueuesCatalog
{
    /// <summary>The program of our own queues, of .NET's and of the floor.</summary>
    public const string OwnProgram = "queuesbench";

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

    private static readonly SuiteMeasure[] s_measures =
    [
        new("spsc", "1 writer, 1 reader, one by one"),
        new("spsc-batch", "1 writer, 1 reader, 64 at a time"),
        new("publish", "1 writer, 2 readers, one by one (3 threads on 2 cores)"),
        new("publish-batch", "1 writer, 2 readers, 64 at a time (3 threads on 2 cores)"),
        new("mpsc", "2 writers, 1 reader, one by one (3 threads on 2 cores)"),
        new("mpsc-batch", "2 writers, 1 reader, 64 at a time (3 threads on 2 cores)"),
        new(RoundTrip, "round trip over two queues, median") { Part = "p50" },
        new(RoundTrip, "round trip, 99th in 100") { Part = "p99", IsCompared = false },
        new(RoundTrip, "round trip, 999th in 1000") { Part = "p99.9", IsCompared = false },
        new("same-thread", "written and read by one thread"),
    ];

    private static readonly Queue[] s_queues =
    [
        .. Own("link", "Link", s_singleBatch),
        .. Own("subscriber", "Subscriber", s_manyWritersBatch),
        .. Own("publisher", "Publisher", s_manyReadersBatch),
        new("bare-ring", "bare ring", ContenderRole.Floor, OwnProgram, s_singleBatch),
        new("channel-bounded", ".NET Channel, bounded", ContenderRole.Peer, OwnProgram, s_manyWriters),
        new("channel-unbounded", ".NET Channel, unbounded", ContenderRole.Peer, OwnProgram, s_manyWriters),
        new("concurrent-queue", ".NET ConcurrentQueue", ContenderRole.Peer, OwnProgram, s_manyWriters),
        new("blocking-collection", ".NET BlockingCollection", ContenderRole.Peer, OwnProgram, s_manyWriters),
        new("crossbeam-array-queue", "crossbeam ArrayQueue", ContenderRole.Peer, "crossbeam", s_manyWriters),
        new("crossbeam-seg-queue", "crossbeam SegQueue", ContenderRole.Peer, "crossbeam", s_manyWriters),
        new("crossbeam-bounded", "crossbeam channel, bounded", ContenderRole.Peer, "crossbeam", s_manyWriters),
        new("crossbeam-unbounded", "crossbeam channel, unbounded", ContenderRole.Peer, "crossbeam", s_manyWriters),
        new("boost-spsc-queue", "boost spsc_queue", ContenderRole.Peer, "boost", s_singleBatch),
        new("boost-queue", "boost queue", ContenderRole.Peer, "boost", s_manyWriters),
        new(
            "disruptor",
            "LMAX Disruptor",
            ContenderRole.Peer,
            "disruptor",
            [.. s_manyWritersBatch, "publish", "publish-batch"]),
    ];

    /// <summary>All of it: every queue in every way of passing messages that it has.</summary>
    public static Suite Suite { get; } = new(
        "queues",
        OwnProgram,
        [
            .. from measure in s_measures
               from queue in s_queues
               where queue.Ways.Contains(measure.Name)
               select FigureOf(measure, queue),
        ])
    {
        Operation = "a message",
        Unknown = "is neither a way of passing messages nor a queue",
        IsAcrossCores = true,
        Contenders = Array.ConvertAll(s_queues, queue => queue.Name),
    };

    private static SuiteFigure FigureOf(SuiteMeasure measure, Queue queue)
    {
        int messages = measure.Name == RoundTrip ? Trips : measure.Name.EndsWith("-batch", StringComparison.Ordinal)
            ? BatchedStream
            : Stream;
        SuiteFigure figure = new(
            measure with { IsAcrossCores = true }, queue.Name, queue.Title, queue.Role, queue.Program, messages);
        return figure with
        {
            Expected = s_expected.TryGetValue(figure.Name, out double expected) ? expected : null,
            ExpectedToFloor = measure.Part == "p50" && queue.Name == "link-vec" ? ExpectedToFloor : null,
        };
    }

    private static Queue[] Own(string name, string title, string[] ways) =>
    [
        new($"{name}-vec", $"{title}, Vec", ContenderRole.Own, OwnProgram, ways),
        new($"{name}-vecdeque", $"{title}, VecDeque", ContenderRole.Own, OwnProgram, ways),
        new($"{name}-segments", $"{title}, LinkedSegments", ContenderRole.Own, OwnProgram, ways),
    ];

    private sealed record Queue(string Name, string Title, ContenderRole Role, string Program, string[] Ways);
}
