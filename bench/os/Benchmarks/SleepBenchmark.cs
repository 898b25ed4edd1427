using System.Diagnostics;

namespace OsBench.Benchmarks;

/// <summary>How late a thread wakes that asked to sleep for a millisecond.</summary>
internal sealed class SleepBenchmark : Benchmark
{
    private const double Asked = 1e6;
    private const int Percent = 100;

    /// <inheritdoc/>
    public override string Name => "sleep";

    /// <inheritdoc/>
    public override int Operations => 200;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Values => ["sleep-p50", "sleep-p99"];

    /// <inheritdoc/>
    public override double[] Run(int operations)
    {
        double[] late = new double[operations];
        for (int i = 0; i < operations; i++)
        {
            long start = Stopwatch.GetTimestamp();
            Thread.Sleep(1);
            late[i] = Since(start) - Asked;
        }

        Array.Sort(late);
        return [late[operations * 50 / Percent], late[operations * 99 / Percent]];
    }
}
