namespace Enso.Queues;

/// <summary>What can be done in the states of a protocol's dual, at the end that does the opposite of what it says.
/// </summary>
/// <seealso cref="SessionSteps"/>
public static class DualSessionSteps
{
    /// <summary>Sends a message, and waits while there is no room for it.</summary>
    /// <typeparam name="T">The message.</typeparam>
    /// <typeparam name="TNext">What happens then.</typeparam>
    /// <typeparam name="TLoops">The loops around.</typeparam>
    /// <typeparam name="TTransport">What carries the messages.</typeparam>
    /// <param name="session">The state, which is used up.</param>
    /// <param name="message">The message.</param>
    public static Session<Dual<TNext>, TLoops, TTransport>
        Send<T, TNext, TLoops, TTransport>(
            this Session<Dual<Receive<T, TNext>>, TLoops, TTransport> session, T message)
        where TNext : struct, IProtocol
        where TLoops : struct, ILoops
        where TTransport : IMessageTransport =>
        session.Transmit<T, Dual<TNext>>(message);

    /// <summary>Sends a message as soon as there is room for it.</summary>
    /// <typeparam name="T">The message.</typeparam>
    /// <typeparam name="TNext">What happens then.</typeparam>
    /// <typeparam name="TLoops">The loops around.</typeparam>
    /// <typeparam name="TTransport">What carries the messages.</typeparam>
    /// <param name="session">The state, which is used up.</param>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">Ends the wait; the state is used up all the same.</param>
    public static ValueTask<Session<Dual<TNext>, TLoops, TTransport>>
        SendAsync<T, TNext, TLoops, TTransport>(
            this Session<Dual<Receive<T, TNext>>, TLoops, TTransport> session,
            T message, CancellationToken cancellationToken = default)
        where TNext : struct, IProtocol
        where TLoops : struct, ILoops
        where TTransport : IMessageTransport =>
        session.TransmitAsync<T, Dual<TNext>>(message, cancellationToken);

    /// <summary>Waits for the next message.</summary>
    /// <typeparam name="T">The message.</typeparam>
    /// <typeparam name="TNext">What happens then.</typeparam>
    /// <typeparam name="TLoops">The loops around.</typeparam>
    /// <typeparam name="TTransport">What carries the messages.</typeparam>
    /// <param name="session">The state, which is used up.</param>
    /// <param name="message">The message.</param>
    public static Session<Dual<TNext>, TLoops, TTransport>
        Receive<T, TNext, TLoops, TTransport>(
            this Session<Dual<Send<T, TNext>>, TLoops, TTransport> session, out T message)
        where TNext : struct, IProtocol
        where TLoops : struct, ILoops
        where TTransport : IMessageTransport =>
        session.Await<T, Dual<TNext>>(out message);

    /// <summary>Takes the next message as soon as there is one.</summary>
    /// <typeparam name="T">The message.</typeparam>
    /// <typeparam name="TNext">What happens then.</typeparam>
    /// <typeparam name="TLoops">The loops around.</typeparam>
    /// <typeparam name="TTransport">What carries the messages.</typeparam>
    /// <param name="session">The state, which is used up.</param>
    /// <param name="cancellationToken">Ends the wait; the state is used up all the same.</param>
    public static ValueTask<(T Message, Session<Dual<TNext>, TLoops, TTransport> Next)>
        ReceiveAsync<T, TNext, TLoops, TTransport>(
            this Session<Dual<Send<T, TNext>>, TLoops, TTransport> session,
            CancellationToken cancellationToken = default)
        where TNext : struct, IProtocol
        where TLoops : struct, ILoops
        where TTransport : IMessageTransport =>
        session.AwaitAsync<T, Dual<TNext>>(cancellationToken);

    /// <summary>Chooses the first way.</summary>
    /// <typeparam name="TLeft">The first way.</typeparam>
    /// <typeparam name="TRight">The second way.</typeparam>
    /// <typeparam name="TLoops">The loops around.</typeparam>
    /// <typeparam name="TTransport">What carries the messages.</typeparam>
    /// <param name="session">The state, which is used up.</param>
    public static Session<Dual<TLeft>, TLoops, TTransport>
        ChooseLeft<TLeft, TRight, TLoops, TTransport>(
            this Session<Dual<Offer<TLeft, TRight>>, TLoops, TTransport> session)
        where TLeft : struct, IProtocol
        where TRight : struct, IProtocol
        where TLoops : struct, ILoops
        where TTransport : IMessageTransport =>
        session.Transmit<Branch, Dual<TLeft>>(Branch.Left);

    /// <summary>Chooses the first way as soon as there is room to say so.</summary>
    /// <typeparam name="TLeft">The first way.</typeparam>
    /// <typeparam name="TRight">The second way.</typeparam>
    /// <typeparam name="TLoops">The loops around.</typeparam>
    /// <typeparam name="TTransport">What carries the messages.</typeparam>
    /// <param name="session">The state, which is used up.</param>
    /// <param name="cancellationToken">Ends the wait; the state is used up all the same.</param>
    public static ValueTask<Session<Dual<TLeft>, TLoops, TTransport>>
        ChooseLeftAsync<TLeft, TRight, TLoops, TTransport>(
            this Session<Dual<Offer<TLeft, TRight>>, TLoops, TTransport> session,
            CancellationToken cancellationToken = default)
        where TLeft : struct, IProtocol
        where TRight : struct, IProtocol
        where TLoops : struct, ILoops
        where TTransport : IMessageTransport =>
        session.TransmitAsync<Branch, Dual<TLeft>>(Branch.Left, cancellationToken);

    /// <summary>Chooses the second way.</summary>
    /// <typeparam name="TLeft">The first way.</typeparam>
    /// <typeparam name="TRight">The second way.</typeparam>
    /// <typeparam name="TLoops">The loops around.</typeparam>
    /// <typeparam name="TTransport">What carries the messages.</typeparam>
    /// <param name="session">The state, which is used up.</param>
    public static Session<Dual<TRight>, TLoops, TTransport>
        ChooseRight<TLeft, TRight, TLoops, TTransport>(
            this Session<Dual<Offer<TLeft, TRight>>, TLoops, TTransport> session)
        where TLeft : struct, IProtocol
        where TRight : struct, IProtocol
        where TLoops : struct, ILoops
        where TTransport : IMessageTransport =>
        session.Transmit<Branch, Dual<TRight>>(Branch.Right);

    /// <summary>Chooses the second way as soon as there is room to say so.</summary>
    /// <typeparam name="TLeft">The first way.</typeparam>
    /// <typeparam name="TRight">The second way.</typeparam>
    /// <typeparam name="TLoops">The loops around.</typeparam>
    /// <typeparam name="TTransport">What carries the messages.</typeparam>
    /// <param name="session">The state, which is used up.</param>
    /// <param name="cancellationToken">Ends the wait; the state is used up all the same.</param>
    public static ValueTask<Session<Dual<TRight>, TLoops, TTransport>>
        ChooseRightAsync<TLeft, TRight, TLoops, TTransport>(
            this Session<Dual<Offer<TLeft, TRight>>, TLoops, TTransport> session,
            CancellationToken cancellationToken = default)
        where TLeft : struct, IProtocol
        where TRight : struct, IProtocol
        where TLoops : struct, ILoops
        where TTransport : IMessageTransport =>
        session.TransmitAsync<Branch, Dual<TRight>>(Branch.Right, cancellationToken);

    /// <summary>Waits for the other end to choose.</summary>
    /// <typeparam name="TLeft">The first way.</typeparam>
    /// <typeparam name="TRight">The second way.</typeparam>
    /// <typeparam name="TLoops">The loops around.</typeparam>
    /// <typeparam name="TTransport">What carries the messages.</typeparam>
    /// <param name="session">The state, which is used up.</param>
    public static Offered<Dual<TLeft>, Dual<TRight>, TLoops, TTransport>
        Offer<TLeft, TRight, TLoops, TTransport>(
            this Session<Dual<Choose<TLeft, TRight>>, TLoops, TTransport> session)
        where TLeft : struct, IProtocol
        where TRight : struct, IProtocol
        where TLoops : struct, ILoops
        where TTransport : IMessageTransport =>
        session.AwaitBranch<Dual<TLeft>, Dual<TRight>>();

    /// <summary>Goes on as soon as the other end has chosen.</summary>
    /// <typeparam name="TLeft">The first way.</typeparam>
    /// <typeparam name="TRight">The second way.</typeparam>
    /// <typeparam name="TLoops">The loops around.</typeparam>
    /// <typeparam name="TTransport">What carries the messages.</typeparam>
    /// <param name="session">The state, which is used up.</param>
    /// <param name="cancellationToken">Ends the wait; the state is used up all the same.</param>
    public static ValueTask<Offered<Dual<TLeft>, Dual<TRight>, TLoops, TTransport>>
        OfferAsync<TLeft, TRight, TLoops, TTransport>(
            this Session<Dual<Choose<TLeft, TRight>>, TLoops, TTransport> session,
            CancellationToken cancellationToken = default)
        where TLeft : struct, IProtocol
        where TRight : struct, IProtocol
        where TLoops : struct, ILoops
        where TTransport : IMessageTransport =>
        session.AwaitBranchAsync<Dual<TLeft>, Dual<TRight>>(cancellationToken);

    /// <summary>Enters a loop. Nothing is sent.</summary>
    /// <typeparam name="TBody">The loop's body.</typeparam>
    /// <typeparam name="TLoops">The loops around.</typeparam>
    /// <typeparam name="TTransport">What carries the messages.</typeparam>
    /// <param name="session">The state, which is used up.</param>
    public static Session<Dual<TBody>, Inside<TBody, TLoops>, TTransport>
        Enter<TBody, TLoops, TTransport>(
            this Session<Dual<Loop<TBody>>, TLoops, TTransport> session)
        where TBody : struct, IProtocol
        where TLoops : struct, ILoops
        where TTransport : IMessageTransport =>
        session.Become<Dual<TBody>, Inside<TBody, TLoops>>();

    /// <summary>Begins the innermost loop again. Nothing is sent.</summary>
    /// <typeparam name="TBody">The loop's body.</typeparam>
    /// <typeparam name="TLoops">The loops around.</typeparam>
    /// <typeparam name="TTransport">What carries the messages.</typeparam>
    /// <param name="session">The state, which is used up.</param>
    public static Session<Dual<TBody>, Inside<TBody, TLoops>, TTransport>
        Repeat<TBody, TLoops, TTransport>(
            this Session<Dual<Continue>, Inside<TBody, TLoops>, TTransport> session)
        where TBody : struct, IProtocol
        where TLoops : struct, ILoops
        where TTransport : IMessageTransport =>
        session.Become<Dual<TBody>, Inside<TBody, TLoops>>();

    /// <summary>Leaves the innermost loop. Nothing is sent.</summary>
    /// <typeparam name="TNext">What happens then.</typeparam>
    /// <typeparam name="TBody">The loop's body.</typeparam>
    /// <typeparam name="TLoops">The loops around.</typeparam>
    /// <typeparam name="TTransport">What carries the messages.</typeparam>
    /// <param name="session">The state, which is used up.</param>
    public static Session<Dual<TNext>, TLoops, TTransport>
        Leave<TNext, TBody, TLoops, TTransport>(
            this Session<Dual<Outer<TNext>>, Inside<TBody, TLoops>, TTransport> session)
        where TNext : struct, IProtocol
        where TBody : struct, IProtocol
        where TLoops : struct, ILoops
        where TTransport : IMessageTransport =>
        session.Become<Dual<TNext>, TLoops>();

    /// <summary>Closes the session, which is over.</summary>
    /// <typeparam name="TLoops">The loops around.</typeparam>
    /// <typeparam name="TTransport">What carries the messages.</typeparam>
    /// <param name="session">The state, which is used up.</param>
    public static void
        Close<TLoops, TTransport>(
            this Session<Dual<End>, TLoops, TTransport> session)
        where TLoops : struct, ILoops
        where TTransport : IMessageTransport =>
        session.Finish();

    /// <summary>Goes on with the dual's dual, which is the protocol itself. Nothing is sent.</summary>
    /// <typeparam name="TProtocol">The protocol.</typeparam>
    /// <typeparam name="TLoops">The loops around.</typeparam>
    /// <typeparam name="TTransport">What carries the messages.</typeparam>
    /// <param name="session">The state, which is used up.</param>
    public static Session<TProtocol, TLoops, TTransport>
        Simplify<TProtocol, TLoops, TTransport>(
            this Session<Dual<Dual<TProtocol>>, TLoops, TTransport> session)
        where TProtocol : struct, IProtocol
        where TLoops : struct, ILoops
        where TTransport : IMessageTransport =>
        session.Become<TProtocol, TLoops>();
}
