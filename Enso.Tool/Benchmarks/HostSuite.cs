using Enso.Benchmarks;

namespace Enso.Tool.Benchmarks;

/// <summary>A benchmark that <c>./enso bench</c> runs on the host: what it measures, its peers, and what is said
/// about it.</summary>
/// <param name="Suite">What it measures.</param>
/// <param name="Description">What it does, in a sentence.</param>
/// <param name="Peers">The programs of other languages.</param>
/// <param name="Examples">Command lines, each with what it does.</param>
internal sealed record HostSuite(
    Suite Suite, string Description, IReadOnlyList<BenchmarkPeer> Peers, IReadOnlyList<string> Examples)
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<HostSuite> All { get; } =
    [
        new(
            QueuesCatalog.Suite,
            "Pass messages over the queues of Ensō, .NET and other languages, and compare.",
            BenchmarkPeer.OfQueues,
            [
                "./enso bench queues                         everything; minutes, on a machine with nothing else to do",
                "./enso bench queues spsc spsc-batch         one writer and one reader",
                "./enso bench queues mpsc subscriber-vec     one figure",
                "./enso bench queues --no-peers --rounds 3   without the queues of other languages, quickly",
            ]),
        new(
            ReactorCatalog.Suite,
            "Run tasks, timers and messages on Ensō's reactor, .NET and tokio, and compare.",
            BenchmarkPeer.OfReactor,
            [
                "./enso bench reactor                         everything; a minute, on a machine with nothing else to do",
                "./enso bench reactor yield spawn             what a turn and a task cost",
                "./enso bench reactor --no-peers --rounds 3   without other languages, quickly",
            ]),
    ];
}
