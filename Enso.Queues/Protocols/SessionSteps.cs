namespace Enso.Queues;

/// <summary>What can be done in the states of a protocol, at the end from whose side it is written. Each step uses its
/// state up and gives the next one.</summary>
/// <remarks>Each throws <see cref="SessionException"/> when the state was used before, and what the transport throws.
/// </remarks>
/// <seealso cref="DualSessionSteps"/>
public static class SessionSteps
{
    /// <summary>Sends a message, and waits while there is no room for it.</summary>
    /// <typeparam name="T">The message.</typeparam>
    /// <typeparam name="TNext">What happens then.</typeparam>
    /// <typeparam name="TLoops">The loops around.</typeparam>
    /// <typeparam name="TTransport">What carries the messages.</typeparam>
    /// <param name="session">The state, which is used up.</param>
    /// <param name="message">The message.</param>
    public static Session<TNext, TLoops, TTransport>
        Send<T, TNext, TLoops, TTransport>(
            this Session<Send<T, TNext>, TLoops, TTransport> session, T message)
        where TNext : struct, IProtocol
        where TLoops : struct, ILoops
        where TTransport : IMessageTransport =>
        session.Transmit<T, TNext>(message);

    /// <summary>Sends a message as soon as there is room for it.</summary>
    /// <typeparam name="T">The message.</typeparam>
    /// <typeparam name="TNext">What happens then.</typeparam>
    /// <typeparam name="TLoops">The loops around.</typeparam>
    /// <typeparam name="TTransport">What carries the messages.</typeparam>
    /// <param name="session">The state, which is used up.</param>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">Ends the wait; the state is used up all the same.</param>
    public static ValueTask<Session<TNext, TLoops, TTransport>>
        SendAsync<T, TNext, TLoops, TTransport>(
            this Session<Send<T, TNext>, TLoops, TTransport> session,
            T message, CancellationToken cancellationToken = default)
        where TNext : struct, IProtocol
        where TLoops : struct, ILoops
        where TTransport : IMessageTransport =>
        session.TransmitAsync<T, TNext>(message, cancellationToken);

    /// <summary>Waits for the next message.</summary>
    /// <typeparam name="T">The message.</typeparam>
    /// <typeparam name="TNext">What happens then.</typeparam>
    /// <typeparam name="TLoops">The loops around.</typeparam>
    /// <typeparam name="TTransport">What carries the messages.</typeparam>
    /// <param name="session">The state, which is used up.</param>
    /// <param name="message">The message.</param>
    public static Session<TNext, TLoops, TTransport>
        Receive<T, TNext, TLoops, TTransport>(
            this Session<Receive<T, TNext>, TLoops, TTransport> session, out T message)
        where TNext : struct, IProtocol
        where TLoops : struct, ILoops
        where TTransport : IMessageTransport =>
        session.Await<T, TNext>(out message);

    /// <summary>Takes the next message as soon as there is one.</summary>
    /// <typeparam name="T">The message.</typeparam>
    /// <typeparam name="TNext">What happens then.</typeparam>
    /// <typeparam name="TLoops">The loops around.</typeparam>
    /// <typeparam name="TTransport">What carries the messages.</typeparam>
    /// <param name="session">The state, which is used up.</param>
    /// <param name="cancellationToken">Ends the wait; the state is used up all the same.</param>
    public static ValueTask<(T Message, Session<TNext, TLoops, TTransport> Next)>
        ReceiveAsync<T, TNext, TLoops, TTransport>(
            this Session<Receive<T, TNext>, TLoops, TTransport> session,
            CancellationToken cancellationToken = default)
        where TNext : struct, IProtocol
        where TLoops : struct, ILoops
        where TTransport : IMessageTransport =>
        session.AwaitAsync<T, TNext>(cancellationToken);

    /// <summary>Chooses the first way.</summary>
    /// <typeparam name="TLeft">The first way.</typeparam>
    /// <typeparam name="TRight">The second way.</typeparam>
    /// <typeparam name="TLoops">The loops around.</typeparam>
    /// <typeparam name="TTransport">What carries the messages.</typeparam>
    /// <param name="session">The state, which is used up.</param>
    public static Session<TLeft, TLoops, TTransport>
        ChooseLeft<TLeft, TRight, TLoops, TTransport>(
            this Session<Choose<TLeft, TRight>, TLoops, TTransport> session)
        where TLeft : struct, IProtocol
        where TRight : struct, IProtocol
        where TLoops : struct, ILoops
        where TTransport : IMessageTransport =>
        session.Transmit<Branch, TLeft>(Branch.Left);

    /// <summary>Chooses the first way as soon as there is room to say so.</summary>
    /// <typeparam name="TLeft">The first way.</typeparam>
    /// <typeparam name="TRight">The second way.</typeparam>
    /// <typeparam name="TLoops">The loops around.</typeparam>
    /// <typeparam name="TTransport">What carries the messages.</typeparam>
    /// <param name="session">The state, which is used up.</param>
    /// <param name="cancellationToken">Ends the wait; the state is used up all the same.</param>
    public static ValueTask<Session<TLeft, TLoops, TTransport>>
        ChooseLeftAsync<TLeft, TRight, TLoops, TTransport>(
            this Session<Choose<TLeft, TRight>, TLoops, TTransport> session,
            CancellationToken cancellationToken = default)
        where TLeft : struct, IProtocol
        where TRight : struct, IProtocol
        where TLoops : struct, ILoops
        where TTransport : IMessageTransport =>
        session.TransmitAsync<Branch, TLeft>(Branch.Left, cancellationToken);

    /// <summary>Chooses the second way.</summary>
    /// <typeparam name="TLeft">The first way.</typeparam>
    /// <typeparam name="TRight">The second way.</typeparam>
    /// <typeparam name="TLoops">The loops around.</typeparam>
    /// <typeparam name="TTransport">What carries the messages.</typeparam>
    /// <param name="session">The state, which is used up.</param>
    public static Session<TRight, TLoops, TTransport>
        ChooseRight<TLeft, TRight, TLoops, TTransport>(
            this Session<Choose<TLeft, TRight>, TLoops, TTransport> session)
        where TLeft : struct, IProtocol
        where TRight : struct, IProtocol
        where TLoops : struct, ILoops
        where TTransport : IMessageTransport =>
        session.Transmit<Branch, TRight>(Branch.Right);

    /// <summary>Chooses the second way as soon as there is room to say so.</summary>
    /// <typeparam name="TLeft">The first way.</typeparam>
    /// <typeparam name="TRight">The second way.</typeparam>
    /// <typeparam name="TLoops">The loops around.</typeparam>
    /// <typeparam name="TTransport">What carries the messages.</typeparam>
    /// <param name="session">The state, which is used up.</param>
    /// <param name="cancellationToken">Ends the wait; the state is used up all the same.</param>
    public static ValueTask<Session<TRight, TLoops, TTransport>>
        ChooseRightAsync<TLeft, TRight, TLoops, TTransport>(
            this Session<Choose<TLeft, TRight>, TLoops, TTransport> session,
            CancellationToken cancellationToken = default)
        where TLeft : struct, IProtocol
        where TRight : struct, IProtocol
        where TLoops : struct, ILoops
        where TTransport : IMessageTransport =>
        session.TransmitAsync<Branch, TRight>(Branch.Right, cancellationToken);

    /// <summary>Waits for the other end to choose.</summary>
    /// <typeparam name="TLeft">The first way.</typeparam>
    /// <typeparam name="TRight">The second way.</typeparam>
    /// <typeparam name="TLoops">The loops around.</typeparam>
    /// <typeparam name="TTransport">What carries the messages.</typeparam>
    /// <param name="session">The state, which is used up.</param>
    public static Offered<TLeft, TRight, TLoops, TTransport>
        Offer<TLeft, TRight, TLoops, TTransport>(
            this Session<Offer<TLeft, TRight>, TLoops, TTransport> session)
        where TLeft : struct, IProtocol
        where TRight : struct, IProtocol
        where TLoops : struct, ILoops
        where TTransport : IMessageTransport =>
        session.AwaitBranch<TLeft, TRight>();

    /// <summary>Goes on as soon as the other end has chosen.</summary>
    /// <typeparam name="TLeft">The first way.</typeparam>
    /// <typeparam name="TRight">The second way.</typeparam>
    /// <typeparam name="TLoops">The loops around.</typeparam>
    /// <typeparam name="TTransport">What carries the messages.</typeparam>
    /// <param name="session">The state, which is used up.</param>
    /// <param name="cancellationToken">Ends the wait; the state is used up all the same.</param>
    public static ValueTask<Offered<TLeft, TRight, TLoops, TTransport>>
        OfferAsync<TLeft, TRight, TLoops, TTransport>(
            this Session<Offer<TLeft, TRight>, TLoops, TTransport> session,
            CancellationToken cancellationToken = default)
        where TLeft : struct, IProtocol
        where TRight : struct, IProtocol
        where TLoops : struct, ILoops
        where TTransport : IMessageTransport =>
        session.AwaitBranchAsync<TLeft, TRight>(cancellationToken);

    /// <summary>Enters a loop. Nothing is sent.</summary>
    /// <typeparam name="TBody">The loop's body.</typeparam>
    /// <typeparam name="TLoops">The loops around.</typeparam>
    /// <typeparam name="TTransport">What carries the messages.</typeparam>
    /// <param name="session">The state, which is used up.</param>
    public static Session<TBody, Inside<TBody, TLoops>, TTransport>
        Enter<TBody, TLoops, TTransport>(
            this Session<Loop<TBody>, TLoops, TTransport> session)
        where TBody : struct, IProtocol
        where TLoops : struct, ILoops
        where TTransport : IMessageTransport =>
        session.Become<TBody, Inside<TBody, TLoops>>();

    /// <summary>Begins the innermost loop again. Nothing is sent.</summary>
    /// <typeparam name="TBody">The loop's body.</typeparam>
    /// <typeparam name="TLoops">The loops around.</typeparam>
    /// <typeparam name="TTransport">What carries the messages.</typeparam>
    /// <param name="session">The state, which is used up.</param>
    public static Session<TBody, Inside<TBody, TLoops>, TTransport>
        Repeat<TBody, TLoops, TTransport>(
            this Session<Continue, Inside<TBody, TLoops>, TTransport> session)
        where TBody : struct, IProtocol
        where TLoops : struct, ILoops
        where TTransport : IMessageTransport =>
        session.Become<TBody, Inside<TBody, TLoops>>();

    /// <summary>Leaves the innermost loop. Nothing is sent.</summary>
    /// <typeparam name="TNext">What happens then.</typeparam>
    /// <typeparam name="TBody">The loop's body.</typeparam>
    /// <typeparam name="TLoops">The loops around.</typeparam>
    /// <typeparam name="TTransport">What carries the messages.</typeparam>
    /// <param name="session">The state, which is used up.</param>
    public static Session<TNext, TLoops, TTransport>
        Leave<TNext, TBody, TLoops, TTransport>(
            this Session<Outer<TNext>, Inside<TBody, TLoops>, TTransport> session)
        where TNext : struct, IProtocol
        where TBody : struct, IProtocol
        where TLoops : struct, ILoops
        where TTransport : IMessageTransport =>
        session.Become<TNext, TLoops>();

    /// <summary>Closes the session, which is over.</summary>
    /// <typeparam name="TLoops">The loops around.</typeparam>
    /// <typeparam name="TTransport">What carries the messages.</typeparam>
    /// <param name="session">The state, which is used up.</param>
    public static void
        Close<TLoops, TTransport>(
            this Session<End, TLoops, TTransport> session)
        where TLoops : struct, ILoops
        where TTransport : IMessageTransport =>
        session.Finish();
}
