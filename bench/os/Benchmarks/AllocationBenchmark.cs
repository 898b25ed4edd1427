using System.Diagnostics;

namespace OsBench.Benchmarks;

/// <summary>An array of 64 bytes that is soon garbage, the collections among them.</summary>
internal sealed class AllocationBenchmark : Benchmark
{
    private const int Bytes = 64;

    /// <inheritdoc/>
    public override string Name => "allocation";

    /// <inheritdoc/>
    public override int Operations => 2_000_000;

    /// <inheritdoc/>
    public override double[] Run(int operations)
    {
        byte[]? last = null;
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < operations; i++)
        {
            last = new byte[Bytes];
        }

        double time = Since(start);
        GC.KeepAlive(last);
        return [time / operations];
    }
}
