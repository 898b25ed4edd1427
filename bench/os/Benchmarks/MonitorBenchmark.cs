using System.Diagnostics;

namespace OsBench.Benchmarks;

/// <summary>A round trip between two threads that wake each other by <see cref="Monitor.Pulse"/>.</summary>
internal sealed class MonitorBenchmark : Benchmark
{
    private readonly object _lock = new();

    // Guarded by _lock.
    private bool _isOthersTurn;

    /// <inheritdoc/>
    public override string Name => "monitor";

    /// <inheritdoc/>
    public override int Operations => 10_000;

    /// <inheritdoc/>
    public override double[] Run(int operations)
    {
        Thread other = new(() => Play(operations, isOther: true));
        other.Start();
        long start = Stopwatch.GetTimestamp();
        Play(operations, isOther: false);
        double time = Since(start);
        other.Join();
        return [time / operations];
    }

    // The measuring thread gives the turn away and waits to have it back; the other does the reverse.
    private void Play(int turns, bool isOther)
    {
        for (int i = 0; i < turns; i++)
        {
            lock (_lock)
            {
                if (!isOther)
                {
                    Pass(toOther: true);
                }

                while (_isOthersTurn != isOther)
                {
                    Monitor.Wait(_lock);
                }

                if (isOther)
                {
                    Pass(toOther: false);
                }
            }
        }
    }

    private void Pass(bool toOther)
    {
        _isOthersTurn = toOther;
        Monitor.Pulse(_lock);
    }
}
