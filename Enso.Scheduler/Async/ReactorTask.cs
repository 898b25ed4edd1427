using System.Runtime.CompilerServices;

namespace Enso.Scheduler;

/// <summary>A call of an <c>async</c> method on a reactor: to be awaited once, which runs it inside the task that awaits it; or
/// to be started once as a task of its own.</summary>
/// <typeparam name="TResult">The result's type.</typeparam>
/// <remarks>It begins when it is awaited or started. The objects behind it are used again, so that calls allocate nothing once
/// as many have been under way at the same time.</remarks>
[AsyncMethodBuilder(typeof(ReactorTaskBuilder<>))]
public readonly struct ReactorTask<TResult>
{
    private readonly AsyncStep<TResult> _step;
    private readonly uint _version;

    internal ReactorTask(AsyncStep<TResult> step)
    {
        _step = step;
        _version = step.Version;
    }

    /// <summary>What the compiler awaits it by.</summary>
    public CallAwaiter<TResult> GetAwaiter() => new(Step());

    /// <summary>The call, which was not used yet.</summary>
    internal AsyncStep<TResult> Step()
    {
        AsyncStep<TResult> step = _step
            ?? throw new InvalidOperationException("This is the default value, and no call of an asynchronous method.");
        step.CheckVersion(_version);
        return step;
    }
}

/// <summary>The same without a result.</summary>
[AsyncMethodBuilder(typeof(ReactorTaskBuilder))]
public readonly struct ReactorTask
{
    private readonly ReactorTask<Nothing> _task;

    internal ReactorTask(ReactorTask<Nothing> task) => _task = task;

    /// <summary>What the compiler awaits it by.</summary>
    public CallAwaiter GetAwaiter() => new(_task.GetAwaiter());

    /// <summary>The call, which was not used yet.</summary>
    internal AsyncStep<Nothing> Step() => _task.Step();
}
