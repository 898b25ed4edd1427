namespace Enso.Tests.InKernel.Stress;

/// <summary>Timers, delays and sleeps: each fires exactly once and never early, and what was cancelled does not fire.
/// </summary>
internal sealed class TimerWorker(int seed) : StressWorker("timers", seed)
{
    private const int Count = 40;
    private const int Longest = 15;

    /// <inheritdoc/>
    public override void Round()
    {
        int fired = 0;
        int cancelled = 0;
        using CountdownEvent all = new(Count);
        Timer[] timers = new Timer[Count];
        for (int i = 0; i < Count; i++)
        {
            timers[i] = new Timer(_ =>
            {
                Interlocked.Increment(ref fired);
                all.Signal();
            }, null, Random.Next(Longest), Timeout.Infinite);
        }
        using Timer never = new(_ => Interlocked.Increment(ref cancelled), null, TimeSpan.FromHours(1), Timeout.InfiniteTimeSpan);
        Task delay = Task.Delay(Random.Next(1, Longest));
        Thread.Sleep(Random.Next(3));
        delay.Wait();
        all.Wait();
        foreach (Timer timer in timers)
        {
            timer.Dispose();
        }
        Check.Equal(Count, fired);
        Check.Equal(0, cancelled);
    }
}
