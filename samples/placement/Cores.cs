using Enso.Scheduler;

/// <summary>Reactors on threads, one for each core.</summary>
internal sealed class Cores : IDisposable
{
    private readonly Reactor[] _reactors;
    private readonly Thread[] _threads;

    /// <summary>Starts them.</summary>
    /// <param name="count">How many.</param>
    public Cores(int count)
    {
        // A thread may stand still while another has its processor: that is nobody's fault here.
        Cluster cluster = new(count, new ReactorOptions { PollBudget = long.MaxValue, Log = Console.Error.WriteLine });
        _reactors = Array.ConvertAll(
            ThreadPlatform.Create(count), Reactor (platform) => cluster.Add<ThreadPlatform, RoundRobin>(platform));
        _threads = Array.ConvertAll(_reactors, reactor => new Thread(reactor.Run));
        Array.ForEach(_threads, thread => thread.Start());
    }

    /// <summary>How many there are.</summary>
    public int Count => _reactors.Length;

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

    /// <summary>Halts them all.</summary>
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
