namespace Enso.Tests.InKernel.Stress;

/// <summary>Starts threads that work on their own statics and shared counters, and joins them.</summary>
internal sealed class ThreadWorker(int seed) : StressWorker("threads", seed)
{
    private const int Most = 8;
    private const int Turns = 500;

    [ThreadStatic]
    private static long t_own;

    /// <inheritdoc/>
    public override void Round()
    {
        int count = Random.Next(1, Most);
        long locked = 0;
        long atomic = 0;
        long own = 0;
        Lock guard = new();
        Thread[] threads = new Thread[count];
        for (int i = 0; i < count; i++)
        {
            threads[i] = new Thread(() =>
            {
                Check.Equal(0L, t_own);
                for (int turn = 0; turn < Turns; turn++)
                {
                    t_own++;
                    Interlocked.Increment(ref atomic);
                    lock (guard)
                    {
                        locked++;
                    }
                }
                Interlocked.Add(ref own, t_own);
            });
            threads[i].Start();
        }
        foreach (Thread thread in threads)
        {
            thread.Join();
        }
        Check.Equal((long)count * Turns, locked);
        Check.Equal((long)count * Turns, atomic);
        Check.Equal((long)count * Turns, own);
    }
}
