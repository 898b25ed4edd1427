using System.Runtime.CompilerServices;

namespace Enso.Scheduler;

/// <summary>Waits until the end of a queue is ready: there is a message or room, or the queue is completed.</summary>
public readonly struct QueueAwaiter : ICriticalNotifyCompletion
{
    private readonly Watch _watch;

    internal QueueAwaiter(Watch watch) => _watch = watch;

    /// <summary>Whether it is.</summary>
    public bool IsCompleted
    {
        get
        {
            if (_watch.IsReady)
            {
                return true;
            }

            if (!_watch.Reactor.IsHere)
            {
                throw new InvalidOperationException(
                    $"Tasks of core {_watch.Reactor.Core} wait at this end of a queue, and no others.");
            }

            _watch.Begin(_watch.Reactor.RunningNode);
            return false;
        }
    }

    /// <summary>What the compiler awaits it by.</summary>
    public QueueAwaiter GetAwaiter() => this;

    /// <summary>Goes on. The queue is to be looked at again: what made it ready may be gone.</summary>
    /// <exception cref="OperationCanceledException">The task was asked to end; it is told once.</exception>
    /// <exception cref="InvalidOperationException">Somebody else waits at this end.</exception>
    public void GetResult()
    {
        Reactor.CheckCancelled(_watch.Reactor.RunningNode);
        _watch.Check();
    }

    /// <summary>Not used by methods that run on a reactor.</summary>
    /// <param name="continuation">What would be called.</param>
    public void OnCompleted(Action continuation) => throw Reactor.NotOnReactor();

    /// <summary>Not used by methods that run on a reactor.</summary>
    /// <param name="continuation">What would be called.</param>
    public void UnsafeOnCompleted(Action continuation) => throw Reactor.NotOnReactor();
}
