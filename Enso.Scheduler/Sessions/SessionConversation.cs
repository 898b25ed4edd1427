using Enso.Queues;

namespace Enso.Scheduler;

/// <summary>What a client says in a session.</summary>
/// <typeparam name="TProtocol">The protocol.</typeparam>
/// <typeparam name="TArgument">What it is about.</typeparam>
/// <typeparam name="TResult">What comes of it.</typeparam>
/// <param name="context">The client's task.</param>
/// <param name="argument">What it is about.</param>
/// <param name="session">The session, at its first step.</param>
public delegate ReactorTask<TResult> SessionConversation<TProtocol, TArgument, TResult>(
    TaskContext context, TArgument argument, Session<TProtocol, NoLoop, TaskTransport> session)
    where TProtocol : struct, IProtocol;
