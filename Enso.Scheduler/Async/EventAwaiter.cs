using System.Runtime.CompilerServices;

namespace Enso.Scheduler;

/// <summary>Lets others run first: awaited in a task, it goes on at the task's next turn.</summary>
public readonly struct YieldAwaiter : ICriticalNotifyCompletion
{
    private readonly Reactor _reactor;

    internal YieldAwaiter(Reactor reactor) => _reactor = reactor;

    /// <summary>Never: it always lets others run.</summary>
    public bool IsCompleted
    {
        get
        {
            _reactor.RunningNode.Awaited = Awaited.Turn;
            return false;
        }
    }

    /// <summary>What the compiler awaits it by.</summary>
    public YieldAwaiter GetAwaiter() => this;

    /// <summary>Goes on.</summary>
    /// <exception cref="OperationCanceledException">The task was asked to end; it is told once.</exception>
    public void GetResult() => Reactor.CheckCancelled(_reactor.RunningNode);

    /// <summary>Not used by methods that run on a reactor.</summary>
    /// <param name="continuation">What would be called.</param>
    public void OnCompleted(Action continuation) => throw Reactor.NotOnReactor();

    /// <summary>Not used by methods that run on a reactor.</summary>
    /// <param name="continuation">What would be called.</param>
    public void UnsafeOnCompleted(Action continuation) => throw Reactor.NotOnReactor();
}

/// <summary>Waits until the task is woken.</summary>
public readonly struct WakeAwaiter : ICriticalNotifyCompletion
{
    private readonly Reactor _reactor;

    internal WakeAwaiter(Reactor reactor) => _reactor = reactor;

    /// <summary>Whether it was woken since it last waited.</summary>
    public bool IsCompleted
    {
        get
        {
            TaskNode node = _reactor.RunningNode;
            if (node.IsWoken)
            {
                node.IsWoken = false;
                return true;
            }

            node.Awaited = Awaited.Wake;
            return false;
        }
    }

    /// <summary>What the compiler awaits it by.</summary>
    public WakeAwaiter GetAwaiter() => this;

    /// <summary>Goes on.</summary>
    /// <exception cref="OperationCanceledException">The task was asked to end; it is told once.</exception>
    public void GetResult() => Reactor.CheckCancelled(_reactor.RunningNode);

    /// <summary>Not used by methods that run on a reactor.</summary>
    /// <param name="continuation">What would be called.</param>
    public void OnCompleted(Action continuation) => throw Reactor.NotOnReactor();

    /// <summary>Not used by methods that run on a reactor.</summary>
    /// <param name="continuation">What would be called.</param>
    public void UnsafeOnCompleted(Action continuation) => throw Reactor.NotOnReactor();
}
