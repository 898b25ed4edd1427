using System.Diagnostics;

namespace OsBench.Benchmarks;

/// <summary>Reading the clock: <see cref="Stopwatch.GetTimestamp"/>.</summary>
internal sealed class ClockBenchmark : Benchmark
{
    /// <inheritdoc/>
    public override string Name => "clock";

    /// <inheritdoc/>
    public override int Operations => 200_000;

    /// <inheritdoc/>
    public override double[] Run(int operations)
    {
        long start = Stopwatch.GetTimestamp();
        long last = start;
        for (int i = 0; i < operations; i++)
        {
            last = Stopwatch.GetTimestamp();
        }

        return [Nanoseconds(last - start) / operations];
    }
}
