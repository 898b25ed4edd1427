using System.Collections.Concurrent;
using Enso.Scheduler;

namespace Enso.Tests.Scheduler;

/// <summary>A cluster whose cores are threads, until it is disposed of.</summary>
internal sealed class ThreadCores : IDisposable
{
    private readonly Reactor[] _reactors;
    private readonly Thread[] _threads;
    private readonly ConcurrentQueue<string> _log = [];

    /// <summary>Starts them.</summary>
    /// <param name="count">How many.</param>
    public ThreadCores(int count)
    {
        // On a busy machine a thread may stand still in a poll: that is no finding here.
        Cluster cluster = new(count, new ReactorOptions { PollBudget = long.MaxValue, Log = _log.Enqueue });
        _reactors = Array.ConvertAll(
            ThreadPlatform.Create(count), Reactor (platform) => cluster.Add<ThreadPlatform, RoundRobin>(platform));
        _threads = Array.ConvertAll(_reactors, reactor => new Thread(reactor.Run) { IsBackground = true });
        Array.ForEach(_threads, thread => thread.Start());
    }

    /// <summary>What the reactors have logged.</summary>
    public IEnumerable<string> Log => _log;

    /// <summary>A core's reactor.</summary>
    /// <param name="core">The core.</param>
    public Reactor this[int core] => _reactors[core];

    /// <summary>Starts a task on a core.</summary>
    /// <typeparam name="T">The result's type.</typeparam>
    /// <param name="core">The core.</param>
    /// <param name="method">What the task does.</param>
    /// <returns>Its result, for whoever is on no core.</returns>
    public Task<T> Start<T>(int core, Func<TaskContext, ReactorTask<T>> method)
    {
        TaskCompletionSource<T> result = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _reactors[core].Post(reactor => reactor.Spawn(Call(reactor, method, result)));
        return result.Task;
    }

    /// <summary>Halts them, and waits until they have.</summary>
    public void Dispose()
    {
        Array.ForEach(_reactors, reactor => reactor.Post(self => self.Halt()));
        Array.ForEach(_threads, thread => thread.Join());
    }

    private static async ReactorTask Call<T>(
        Reactor reactor, Func<TaskContext, ReactorTask<T>> method, TaskCompletionSource<T> result)
    {
        try
        {
            result.SetResult(await method(reactor.Current));
        }
        catch (Exception error)
        {
            // Thrown to the one who waits.
            result.SetException(error);
        }
    }
}
