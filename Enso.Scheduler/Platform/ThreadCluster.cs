namespace Enso.Scheduler;

/// <summary>Reactors on a developer's machine, each on a thread of its own, until it is disposed of.</summary>
public sealed class ThreadCluster : IDisposable
{
    private readonly Reactor[] _reactors;
    private readonly Thread[] _threads;

    /// <summary>Starts them.</summary>
    /// <param name="cores">How many: from 1 to <see cref="Cluster.MaximumCores"/>.</param>
    /// <param name="options">What they are made with; null for the default.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option has a value that is not allowed; the message says what is.
    /// </exception>
    public ThreadCluster(int cores, ReactorOptions? options = null)
    {
        Cluster cluster = new(cores, options);
        _reactors = Array.ConvertAll(
            ThreadPlatform.Create(cores), Reactor (platform) => cluster.Add<ThreadPlatform, RoundRobin>(platform));
        _threads = Array.ConvertAll(_reactors, reactor => new Thread(reactor.Run) { IsBackground = true });
        Array.ForEach(_threads, thread => thread.Start());
    }

    /// <summary>How many there are.</summary>
    public int Count => _reactors.Length;

    /// <summary>A core's reactor.</summary>
    /// <param name="core">The core.</param>
    public Reactor this[int core] => _reactors[core];

    /// <summary>Halts them, and waits until they have.</summary>
    public void Dispose()
    {
        // One that has halted already is as it should be.
        Array.ForEach(_reactors, reactor => reactor.TryPost(self => self.Halt()));
        Array.ForEach(_threads, thread => thread.Join());
    }
}
