using System.Runtime.CompilerServices;

namespace Enso.Scheduler;

/// <summary>Waits for the answer to the request that the task has sent last.</summary>
internal readonly struct ReplyAwaiter : ICriticalNotifyCompletion
{
    private readonly Reactor _reactor;

    /// <summary>Makes it.</summary>
    /// <param name="reactor">The task's.</param>
    public ReplyAwaiter(Reactor reactor) => _reactor = reactor;

    /// <summary>Whether it has come.</summary>
    public bool IsCompleted
    {
        get
        {
            TaskNode node = _reactor.RunningNode;
            if (node.HasReply)
            {
                return true;
            }

            node.Awaited = Awaited.Reply;
            return false;
        }
    }

    /// <summary>What the compiler awaits it by.</summary>
    public ReplyAwaiter GetAwaiter() => this;

    /// <summary>The answer.</summary>
    /// <exception cref="OperationCanceledException">The task was asked to end; it is told once.</exception>
    public Message GetResult()
    {
        TaskNode node = _reactor.RunningNode;
        Reactor.CheckCancelled(node);
        Message reply = node.Reply;
        node.Reply = default;
        node.HasReply = false;
        return reply;
    }

    /// <summary>Not used by methods that run on a reactor.</summary>
    /// <param name="continuation">What would be called.</param>
    public void OnCompleted(Action continuation) => throw Reactor.NotOnReactor();

    /// <summary>Not used by methods that run on a reactor.</summary>
    /// <param name="continuation">What would be called.</param>
    public void UnsafeOnCompleted(Action continuation) => throw Reactor.NotOnReactor();
}
