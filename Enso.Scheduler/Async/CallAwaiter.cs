using System.Runtime.CompilerServices;

namespace Enso.Scheduler;

/// <summary>Awaits a call: runs it inside the task that awaits it, or, if it was started, waits for its own task's end.
/// </summary>
/// <typeparam name="TResult">The result's type.</typeparam>
public readonly struct CallAwaiter<TResult> : ICriticalNotifyCompletion
{
    private readonly AsyncStep<TResult> _step;

    internal CallAwaiter(AsyncStep<TResult> step) => _step = step;

    /// <summary>Whether it has ended. A call that has not begun is begun.</summary>
    public bool IsCompleted
    {
        get
        {
            Reactor reactor = Reactor.Running;
            return _step.Node is null ? Begin(reactor) : _step.HasEnded || Wait(reactor);
        }
    }

    /// <summary>The result; the call is over then.</summary>
    public TResult GetResult()
    {
        AsyncStep<TResult> step = _step;

        // A task of its own is over only after its children: until then the call is its work, and nobody else's to use.
        if (step.IsAwaited ? !step.HasEnded : !step.IsDone)
        {
            // Its end lets nothing go on any more that waits for something else by then.
            step.Joiner = null;
            Reactor.CheckCancelled(Reactor.Running.RunningNode);
            throw new InvalidOperationException("The call has not ended: await it, on a reactor.");
        }

        System.Runtime.ExceptionServices.ExceptionDispatchInfo? error = step.Error;
        TResult result = step.Result!;
        step.Return();
        error?.Throw();
        return result;
    }

    /// <summary>Not used by methods that run on a reactor.</summary>
    /// <param name="continuation">What would be called.</param>
    public void OnCompleted(Action continuation) => throw NotOnReactor();

    /// <summary>Not used by methods that run on a reactor.</summary>
    /// <param name="continuation">What would be called.</param>
    public void UnsafeOnCompleted(Action continuation) => throw NotOnReactor();

    private static InvalidOperationException NotOnReactor() =>
        new("A ReactorTask is awaited by an async method that returns one itself; start it by Spawn from elsewhere.");

    // Runs it where it is awaited, up to its first wait.
    private bool Begin(Reactor reactor)
    {
        TaskNode node = reactor.RunningNode;
        _step.Enter(reactor, node);
        _step.MoveNext();
        if (_step.IsDone)
        {
            return true;
        }

        node.AwaitedCall = _step;
        return false;
    }

    private bool Wait(Reactor reactor)
    {
        TaskNode node = reactor.RunningNode;
        if (!_step.IsAwaited || _step.Reactor != reactor)
        {
            throw new InvalidOperationException(
                "The call was started so that nobody waits for it, or on another core: start it by Fork to await it.");
        }

        if (!reactor.IsChildOf(_step.Node!, node))
        {
            reactor.CheckJoin(node, _step.Node!);
        }

        if (_step.Joiner is { } other)
        {
            throw new InvalidOperationException(
                $"Task {reactor.IdOf(other)} awaits the call already: each is awaited once.");
        }

        _step.Joiner = node;
        node.Awaited = Awaited.End;
        return false;
    }
}

/// <summary>The same without a result.</summary>
public readonly struct CallAwaiter : ICriticalNotifyCompletion
{
    private readonly CallAwaiter<Nothing> _awaiter;

    internal CallAwaiter(CallAwaiter<Nothing> awaiter) => _awaiter = awaiter;

    /// <inheritdoc cref="CallAwaiter{TResult}.IsCompleted"/>
    public bool IsCompleted => _awaiter.IsCompleted;

    /// <summary>Throws what the call has thrown; the call is over then.</summary>
    public void GetResult() => _awaiter.GetResult();

    /// <inheritdoc cref="CallAwaiter{TResult}.OnCompleted(Action)"/>
    public void OnCompleted(Action continuation) => _awaiter.OnCompleted(continuation);

    /// <inheritdoc cref="CallAwaiter{TResult}.UnsafeOnCompleted(Action)"/>
    public void UnsafeOnCompleted(Action continuation) => _awaiter.UnsafeOnCompleted(continuation);
}
