using System.Diagnostics;

namespace OsBench.Benchmarks;

/// <summary><see cref="Thread.Yield"/> when no other thread wants the core: the way into the scheduler and back.
/// </summary>
internal sealed class YieldBenchmark : Benchmark
{
    /// <inheritdoc/>
    public override string Name => "yield";

    /// <inheritdoc/>
    public override int Operations => 200_000;

    /// <inheritdoc/>
    public override double[] Run(int operations)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < operations; i++)
        {
            Thread.Yield();
        }

        return [Since(start) / operations];
    }
}
