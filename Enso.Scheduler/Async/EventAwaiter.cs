using System.Runtime.CompilerServices;

namespace Enso.Scheduler;

/// <summary>Lets others run first: awaited in a task, it goes on at the task's next turn.</summary>
/// <remarks>It holds nothing: the method's builder knows it by its type. What an awaiter holds is kept in the method's
/// object, at the price of the collector's write barrier.</remarks>
public readonly struct YieldAwaiter : ICriticalNotifyCompletion
{
    /// <summary>Never: it always lets others run.</summary>
    public bool IsCompleted => false;

    /// <summary>What the compiler awaits it by.</summary>
    public YieldAwaiter GetAwaiter() => this;

    /// <summary>Goes on.</summary>
    /// <exception cref="OperationCanceledException">The task was asked to end; it is told once.</exception>
    public void GetResult()
    {
        if (AsyncStep.IsAnyToBeTold)
        {
            Reactor.CheckCancelled(Reactor.Running.RunningNode);
        }
    }

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
    private readonly TaskNode _node;

    internal WakeAwaiter(TaskNode node) => _node = node;

    /// <summary>Whether it was woken since it last waited.</summary>
    public bool IsCompleted
    {
        get
        {
            if (_node.IsWoken)
            {
                _node.IsWoken = false;
                return true;
            }

            _node.Awaited = Awaited.Wake;
            return false;
        }
    }

    /// <summary>What the compiler awaits it by.</summary>
    public WakeAwaiter GetAwaiter() => this;

    /// <summary>Goes on.</summary>
    /// <exception cref="OperationCanceledException">The task was asked to end; it is told once.</exception>
    public void GetResult() => Reactor.CheckCancelled(_node);

    /// <summary>Not used by methods that run on a reactor.</summary>
    /// <param name="continuation">What would be called.</param>
    public void OnCompleted(Action continuation) => throw Reactor.NotOnReactor();

    /// <summary>Not used by methods that run on a reactor.</summary>
    /// <param name="continuation">What would be called.</param>
    public void UnsafeOnCompleted(Action continuation) => throw Reactor.NotOnReactor();
}
