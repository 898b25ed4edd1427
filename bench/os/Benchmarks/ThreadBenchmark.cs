using System.Diagnostics;

namespace OsBench.Benchmarks;

/// <summary>A thread that does nothing: made, started and joined, one after another.</summary>
internal sealed class ThreadBenchmark : Benchmark
{
    /// <inheritdoc/>
    public override string Name => "thread";

    /// <inheritdoc/>
    public override int Operations => 300;

    /// <inheritdoc/>
    public override double[] Run(int operations)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < operations; i++)
        {
            Thread thread = new(static () => { });
            thread.Start();
            thread.Join();
        }

        return [Since(start) / operations];
    }
}
