namespace Enso.Tests.InKernel;

/// <summary>Collects on a thread of its own until it is disposed of, once for each piece of progress at most: a thread
/// that collects without a pause need not let others through.</summary>
internal sealed class Collecting : IDisposable
{
    private readonly Thread _thread;
    private int _progress = 1;
    private int _count;
    private bool _stop;

    /// <summary>Starts collecting the generations below <paramref name="generations"/>, one after the other.</summary>
    public Collecting(int generations)
    {
        _thread = new Thread(() =>
        {
            for (int seen = 0; !Volatile.Read(ref _stop);)
            {
                int progress = Volatile.Read(ref _progress);
                if (progress != seen)
                {
                    GC.Collect(_count++ % generations);
                    seen = progress;
                }
                Thread.Yield();
            }
        });
        _thread.Start();
    }

    /// <summary>Collections so far.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Allows another collection.</summary>
    public void Progress() => Interlocked.Increment(ref _progress);

    /// <summary>Ends the thread.</summary>
    public void Dispose()
    {
        Volatile.Write(ref _stop, true);
        _thread.Join();
    }
}
