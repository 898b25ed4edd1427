using System.Diagnostics;

namespace OsBench.Benchmarks;

/// <summary>An item of the thread pool, from queueing the first of many to the end of the last.</summary>
internal sealed class ThreadPoolBenchmark : Benchmark
{
    /// <inheritdoc/>
    public override string Name => "thread-pool";

    /// <inheritdoc/>
    public override int Operations => 100_000;

    /// <inheritdoc/>
    public override double[] Run(int operations)
    {
        using CountdownEvent left = new(operations);
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < operations; i++)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static state => state.Signal(), left, preferLocal: false);
        }

        left.Wait();
        return [Since(start) / operations];
    }
}
