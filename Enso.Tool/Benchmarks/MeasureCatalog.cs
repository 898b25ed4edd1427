namespace Enso.Tool.Benchmarks;

/// <summary>What <c>enso bench os</c> measures.</summary>
public static class MeasureCatalog
{
    /// <summary>The benchmark of how long a boot takes.</summary>
    public const string Boot = "boot";

    /// <summary>What Ensō's boot of the shell gives: the time from the kernel's first instruction to the first command.
    /// </summary>
    public const string Prompt = "prompt";

    /// <summary>Everything, in the order of the table.</summary>
    public static IReadOnlyList<Measure> All { get; } =
    [
        new("yield", "yield", "Thread.Yield", 0.25),
        new("clock", "clock", "Stopwatch.GetTimestamp", 0.15),
        new("thread", "thread", "thread: create, start, join", 0.25),
        new("monitor", "monitor", "Monitor ping-pong, round trip", 0.5),
        new("sleep-p50", "sleep", "Thread.Sleep(1) late, median", 0.5),
        new("sleep-p99", "sleep", "Thread.Sleep(1) late, 99th in 100", 0.5),
        new("thread-pool", "thread-pool", "thread-pool item", 0.7),
        new("channel", "channel", "Channel item", 0.7),
        new("allocation", "allocation", "array of 64 bytes", 0.7),
        new("collection", "collection", "full collection, 200,000 objects", 0.9),
        new("main", Boot, "kernel entry to Main", null),
        new(Prompt, Boot, "kernel entry to prompt, to init", 0.2) { LinuxValue = "init" },
    ];

    /// <summary>The names of the benchmarks, each once.</summary>
    public static IReadOnlyList<string> Benchmarks { get; } =
        [.. All.Select(measure => measure.Benchmark).Distinct()];

    /// <summary>What some benchmarks measure.</summary>
    /// <param name="benchmarks">Their names; all when empty.</param>
    /// <returns>The measures, in the order of the table.</returns>
    public static IReadOnlyList<Measure> Of(IReadOnlyCollection<string> benchmarks) =>
        [.. All.Where(measure => benchmarks.Count == 0 || benchmarks.Contains(measure.Benchmark))];
}
