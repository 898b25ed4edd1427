using Enso.Queues;

namespace Enso.Scheduler;

/// <summary>Where sessions with a process are opened, by tasks of any core and by any thread: its address.</summary>
/// <remarks>Opening makes the session's link, with room for all that it will ever hold. The client goes on at once:
/// what it sends waits in the link until the process serves it. If the process has ended or ends, the session's next
/// step throws a <see cref="QueueCompletedException"/> that says why.</remarks>
/// <typeparam name="TProtocol">The protocol, from the client's side.</typeparam>
public sealed class SessionPort<TProtocol>
    where TProtocol : struct, IProtocol
{
    private readonly Mailbox<Opening> _mailbox;
    private readonly QueueOptions _link;

    internal SessionPort(Mailbox<Opening> mailbox, int capacity)
    {
        _mailbox = mailbox;
        _link = new QueueOptions { Capacity = capacity };
    }

    /// <summary>How many sessions wait to be served.</summary>
    public long Waiting => _mailbox.Depth;

    /// <summary>Whether the process has ended, and was not started again.</summary>
    public bool IsClosed => _mailbox.IsClosed;

    /// <summary>Opens a session; waits while too many wait to be served.</summary>
    /// <param name="context">The client's task, whose core's tasks use the session, one at a time.</param>
    /// <returns>The session, at its first step.</returns>
    /// <exception cref="ProcessEndedException">The process has ended.</exception>
    /// <exception cref="OperationCanceledException">The task was asked to end; it is told once.</exception>
    public async ReactorTask<Session<TProtocol, NoLoop, TaskTransport>> Open(TaskContext context)
    {
        (LinkTransport near, LinkTransport far) = Sessions.Connect<TProtocol>(_link);
        await _mailbox.Send(context, new Opening(far));
        return Sessions.Start<TProtocol, TaskTransport>(TaskTransport.Create(context.Reactor, near));
    }

    /// <summary>Opens a session if not too many wait to be served; from any thread, which then takes steps that
    /// block it, or asynchronous ones.</summary>
    /// <param name="session">The session, at its first step.</param>
    /// <returns>Whether it was opened; false also when the process has ended (<see cref="IsClosed"/>).</returns>
    public bool TryOpen(out Session<TProtocol, NoLoop, LinkTransport> session)
    {
        (LinkTransport near, LinkTransport far) = Sessions.Connect<TProtocol>(_link);
        if (!_mailbox.TrySend(new Opening(far)))
        {
            session = default;
            return false;
        }

        session = Sessions.Start<TProtocol, LinkTransport>(near);
        return true;
    }

    /// <summary>Opens a session and has a conversation in it. However that ends, the session is over then: if it is
    /// not closed the process is told, and does not wait for a client that is no more.</summary>
    /// <typeparam name="TArgument">What it is about.</typeparam>
    /// <typeparam name="TResult">What comes of it.</typeparam>
    /// <param name="context">The client's task.</param>
    /// <param name="argument">What it is about.</param>
    /// <param name="say">The conversation; <c>static</c>, it allocates nothing.</param>
    /// <returns>What comes of it.</returns>
    /// <exception cref="ProcessEndedException">The process has ended.</exception>
    /// <exception cref="OperationCanceledException">The task was asked to end; it is told once.</exception>
    public async ReactorTask<TResult> Converse<TArgument, TResult>(
        TaskContext context, TArgument argument, SessionConversation<TProtocol, TArgument, TResult> say)
    {
        ArgumentNullException.ThrowIfNull(say);
        Session<TProtocol, NoLoop, TaskTransport> session = await Open(context);
        TResult result;
        try
        {
            result = await say(context, argument, session);
        }
        catch (Exception error)
        {
            session.Abandon(error);
            throw;
        }

        if (!session.IsOver)
        {
            session.Abandon(new SessionException("The client has left the session before its end."));
        }

        return result;
    }
}
