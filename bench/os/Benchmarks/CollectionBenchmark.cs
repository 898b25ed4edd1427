using System.Diagnostics;

namespace OsBench.Benchmarks;

/// <summary>A full collection while many new objects live.</summary>
internal sealed class CollectionBenchmark : Benchmark
{
    private const int Length = 10;

    /// <inheritdoc/>
    public override string Name => "collection";

    /// <inheritdoc/>
    public override int Operations => 200_000;

    /// <inheritdoc/>
    public override double[] Run(int operations)
    {
        // What the round before has left is not for this one to clear away.
        GC.Collect();
        List<object> live = [];
        for (int i = 0; i < operations; i++)
        {
            live.Add(new string('x', Length));
        }

        long start = Stopwatch.GetTimestamp();
        GC.Collect();
        double time = Since(start);
        GC.KeepAlive(live);
        return [time];
    }
}
