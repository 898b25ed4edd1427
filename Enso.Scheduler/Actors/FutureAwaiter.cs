using System.Runtime.CompilerServices;

namespace Enso.Scheduler;

/// <summary>Waits for a future's value.</summary>
/// <typeparam name="T">The value's type.</typeparam>
public readonly struct FutureAwaiter<T> : ICriticalNotifyCompletion
{
    private readonly Future<T> _future;

    internal FutureAwaiter(Future<T> future) => _future = future;

    /// <summary>Whether it is there.</summary>
    public bool IsCompleted
    {
        get
        {
            if (_future.IsCompleted)
            {
                return true;
            }

            Reactor reactor = Reactor.Running;
            TaskNode node = reactor.RunningNode;
            TaskWaiter waiter = reactor.TakeWaiter(node);
            if (!_future.TryAdd(waiter))
            {
                waiter.IsUnderWay = false;
                return true;
            }

            node.Awaited = Awaited.Signal;
            return false;
        }
    }

    /// <summary>The value, or throws the error that is in its place.</summary>
    /// <exception cref="OperationCanceledException">The task was asked to end; it is told once.</exception>
    public T GetResult()
    {
        Reactor.CheckCancelled(Reactor.Running.RunningNode);
        return _future.Get();
    }

    /// <summary>Not used by methods that run on a reactor.</summary>
    /// <param name="continuation">What would be called.</param>
    public void OnCompleted(Action continuation) => throw Reactor.NotOnReactor();

    /// <summary>Not used by methods that run on a reactor.</summary>
    /// <param name="continuation">What would be called.</param>
    public void UnsafeOnCompleted(Action continuation) => throw Reactor.NotOnReactor();
}
