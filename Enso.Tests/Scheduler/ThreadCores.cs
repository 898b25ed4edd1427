using System.Collections.Concurrent;
using Enso.Scheduler;

namespace Enso.Tests.Scheduler;

/// <summary>Cores that are threads, and what they log.</summary>
internal sealed class ThreadCores : IDisposable
{
    private readonly ConcurrentQueue<string> _log = [];
    private readonly ThreadCluster _cluster;

    /// <summary>Starts them.</summary>
    /// <param name="count">How many.</param>
    public ThreadCores(int count)
    {
        // On a busy machine a thread may stand still in a poll: that is no finding here.
        _cluster = new ThreadCluster(count, new ReactorOptions { PollBudget = long.MaxValue, Log = _log.Enqueue });
    }

    /// <summary>What the reactors have logged.</summary>
    public IEnumerable<string> Log => _log;

    /// <summary>A core's reactor.</summary>
    /// <param name="core">The core.</param>
    public Reactor this[int core] => _cluster[core];

    /// <inheritdoc/>
    public void Dispose() => _cluster.Dispose();
}
