using System.Runtime.CompilerServices;

namespace Enso.Scheduler;

/// <summary>Waits until there may be room in a mailbox.</summary>
/// <typeparam name="TMessage">The messages' type.</typeparam>
/// <param name="mailbox">The mailbox.</param>
/// <param name="reactor">The task's.</param>
internal readonly struct RoomAwaiter<TMessage>(Mailbox<TMessage> mailbox, Reactor reactor) : ICriticalNotifyCompletion
{
    /// <summary>Never: the sender has found no room.</summary>
    public bool IsCompleted
    {
        get
        {
            TaskNode node = reactor.RunningNode;
            node.Awaited = Awaited.Signal;
            mailbox.WaitForRoom(reactor.TakeWaiter(node));
            return false;
        }
    }

    /// <summary>What the compiler awaits it by.</summary>
    public RoomAwaiter<TMessage> GetAwaiter() => this;

    /// <summary>Goes on.</summary>
    /// <exception cref="OperationCanceledException">The task was asked to end; it is told once.</exception>
    public void GetResult() => Reactor.CheckCancelled(reactor.RunningNode);

    /// <summary>Not used by methods that run on a reactor.</summary>
    /// <param name="continuation">What would be called.</param>
    public void OnCompleted(Action continuation) => throw Reactor.NotOnReactor();

    /// <summary>Not used by methods that run on a reactor.</summary>
    /// <param name="continuation">What would be called.</param>
    public void UnsafeOnCompleted(Action continuation) => throw Reactor.NotOnReactor();
}
