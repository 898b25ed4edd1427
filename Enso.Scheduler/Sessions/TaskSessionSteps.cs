using Enso.Queues;

namespace Enso.Scheduler;

/// <summary>The steps of a session that a task takes: those that send or wait are awaited, and others run on the core
/// meanwhile. <c>Enter</c>, <c>Repeat</c>, <c>Leave</c> and <c>Close</c> are as elsewhere
/// (<see cref="SessionSteps"/>).</summary>
/// <remarks>Each throws what the same step of another session throws, and an
/// <see cref="OperationCanceledException"/> when the task was asked to end; it is told once. They allocate nothing
/// once as many have been under way at the same time.</remarks>
public static class TaskSessionSteps
{
    /// <summary>Sends a message; waits for room.</summary>
    /// <typeparam name="T">The message.</typeparam>
    /// <typeparam name="TNext">What happens then.</typeparam>
    /// <typeparam name="TLoops">The loops around.</typeparam>
    /// <param name="session">The state, which is used up.</param>
    /// <param name="message">The message.</param>
    public static ReactorTask<Session<TNext, TLoops, TaskTransport>> Send<T, TNext, TLoops>(
        this Session<Send<T, TNext>, TLoops, TaskTransport> session, T message)
        where TNext : struct, IProtocol
        where TLoops : struct, ILoops =>
        Transmit<TNext, TLoops, T>(session.Use(), message);

    /// <summary>Waits for the next message.</summary>
    /// <typeparam name="T">The message.</typeparam>
    /// <typeparam name="TNext">What happens then.</typeparam>
    /// <typeparam name="TLoops">The loops around.</typeparam>
    /// <param name="session">The state, which is used up.</param>
    public static ReactorTask<(T Message, Session<TNext, TLoops, TaskTransport> Next)> Receive<T, TNext, TLoops>(
        this Session<Receive<T, TNext>, TLoops, TaskTransport> session)
        where TNext : struct, IProtocol
        where TLoops : struct, ILoops =>
        Await<TNext, TLoops, T>(session.Use());

    /// <summary>Chooses the first way; waits for room to say so.</summary>
    /// <typeparam name="TLeft">The first way.</typeparam>
    /// <typeparam name="TRight">The second way.</typeparam>
    /// <typeparam name="TLoops">The loops around.</typeparam>
    /// <param name="session">The state, which is used up.</param>
    public static ReactorTask<Session<TLeft, TLoops, TaskTransport>> ChooseLeft<TLeft, TRight, TLoops>(
        this Session<Choose<TLeft, TRight>, TLoops, TaskTransport> session)
        where TLeft : struct, IProtocol
        where TRight : struct, IProtocol
        where TLoops : struct, ILoops =>
        Transmit<TLeft, TLoops, Branch>(session.Use(), Branch.Left);

    /// <summary>Chooses the second way; waits for room to say so.</summary>
    /// <typeparam name="TLeft">The first way.</typeparam>
    /// <typeparam name="TRight">The second way.</typeparam>
    /// <typeparam name="TLoops">The loops around.</typeparam>
    /// <param name="session">The state, which is used up.</param>
    public static ReactorTask<Session<TRight, TLoops, TaskTransport>> ChooseRight<TLeft, TRight, TLoops>(
        this Session<Choose<TLeft, TRight>, TLoops, TaskTransport> session)
        where TLeft : struct, IProtocol
        where TRight : struct, IProtocol
        where TLoops : struct, ILoops =>
        Transmit<TRight, TLoops, Branch>(session.Use(), Branch.Right);

    /// <summary>Waits for the other end to choose.</summary>
    /// <typeparam name="TLeft">The first way.</typeparam>
    /// <typeparam name="TRight">The second way.</typeparam>
    /// <typeparam name="TLoops">The loops around.</typeparam>
    /// <param name="session">The state, which is used up.</param>
    public static ReactorTask<Offered<TLeft, TRight, TLoops, TaskTransport>> Offer<TLeft, TRight, TLoops>(
        this Session<Offer<TLeft, TRight>, TLoops, TaskTransport> session)
        where TLeft : struct, IProtocol
        where TRight : struct, IProtocol
        where TLoops : struct, ILoops =>
        AwaitBranch<TLeft, TRight, TLoops>(session.Use());

    /// <summary>Sends a message; waits for room. At the dual's end.</summary>
    /// <typeparam name="T">The message.</typeparam>
    /// <typeparam name="TNext">What happens then.</typeparam>
    /// <typeparam name="TLoops">The loops around.</typeparam>
    /// <param name="session">The state, which is used up.</param>
    /// <param name="message">The message.</param>
    public static ReactorTask<Session<Dual<TNext>, TLoops, TaskTransport>> Send<T, TNext, TLoops>(
        this Session<Dual<Receive<T, TNext>>, TLoops, TaskTransport> session, T message)
        where TNext : struct, IProtocol
        where TLoops : struct, ILoops =>
        Transmit<Dual<TNext>, TLoops, T>(session.Use(), message);

    /// <summary>Waits for the next message. At the dual's end.</summary>
    /// <typeparam name="T">The message.</typeparam>
    /// <typeparam name="TNext">What happens then.</typeparam>
    /// <typeparam name="TLoops">The loops around.</typeparam>
    /// <param name="session">The state, which is used up.</param>
    public static ReactorTask<(T Message, Session<Dual<TNext>, TLoops, TaskTransport> Next)> Receive<T, TNext, TLoops>(
        this Session<Dual<Send<T, TNext>>, TLoops, TaskTransport> session)
        where TNext : struct, IProtocol
        where TLoops : struct, ILoops =>
        Await<Dual<TNext>, TLoops, T>(session.Use());

    /// <summary>Chooses the first way; waits for room to say so. At the dual's end.</summary>
    /// <typeparam name="TLeft">The first way.</typeparam>
    /// <typeparam name="TRight">The second way.</typeparam>
    /// <typeparam name="TLoops">The loops around.</typeparam>
    /// <param name="session">The state, which is used up.</param>
    public static ReactorTask<Session<Dual<TLeft>, TLoops, TaskTransport>> ChooseLeft<TLeft, TRight, TLoops>(
        this Session<Dual<Offer<TLeft, TRight>>, TLoops, TaskTransport> session)
        where TLeft : struct, IProtocol
        where TRight : struct, IProtocol
        where TLoops : struct, ILoops =>
        Transmit<Dual<TLeft>, TLoops, Branch>(session.Use(), Branch.Left);

    /// <summary>Chooses the second way; waits for room to say so. At the dual's end.</summary>
    /// <typeparam name="TLeft">The first way.</typeparam>
    /// <typeparam name="TRight">The second way.</typeparam>
    /// <typeparam name="TLoops">The loops around.</typeparam>
    /// <param name="session">The state, which is used up.</param>
    public static ReactorTask<Session<Dual<TRight>, TLoops, TaskTransport>> ChooseRight<TLeft, TRight, TLoops>(
        this Session<Dual<Offer<TLeft, TRight>>, TLoops, TaskTransport> session)
        where TLeft : struct, IProtocol
        where TRight : struct, IProtocol
        where TLoops : struct, ILoops =>
        Transmit<Dual<TRight>, TLoops, Branch>(session.Use(), Branch.Right);

    /// <summary>Waits for the other end to choose. At the dual's end.</summary>
    /// <typeparam name="TLeft">The first way.</typeparam>
    /// <typeparam name="TRight">The second way.</typeparam>
    /// <typeparam name="TLoops">The loops around.</typeparam>
    /// <param name="session">The state, which is used up.</param>
    public static ReactorTask<Offered<Dual<TLeft>, Dual<TRight>, TLoops, TaskTransport>> Offer<TLeft, TRight, TLoops>(
        this Session<Dual<Choose<TLeft, TRight>>, TLoops, TaskTransport> session)
        where TLeft : struct, IProtocol
        where TRight : struct, IProtocol
        where TLoops : struct, ILoops =>
        AwaitBranch<Dual<TLeft>, Dual<TRight>, TLoops>(session.Use());

    private static async ReactorTask<Session<TNext, TLoops, TaskTransport>> Transmit<TNext, TLoops, T>(
        SessionCore<TaskTransport> core, T message)
        where TNext : struct, IProtocol
        where TLoops : struct, ILoops
    {
        while (!core.Transport.HasRoom)
        {
            await core.Transport.Room();
        }

        core.Transport.Put(message);
        return new(core);
    }

    private static async ReactorTask<(T Message, Session<TNext, TLoops, TaskTransport> Next)> Await<TNext, TLoops, T>(
        SessionCore<TaskTransport> core)
        where TNext : struct, IProtocol
        where TLoops : struct, ILoops
    {
        while (!core.Transport.HasMessage)
        {
            await core.Transport.Messages();
        }

        return (core.Transport.Take<T>(), new(core));
    }

    private static async ReactorTask<Offered<TLeft, TRight, TLoops, TaskTransport>> AwaitBranch<TLeft, TRight, TLoops>(
        SessionCore<TaskTransport> core)
        where TLeft : struct, IProtocol
        where TRight : struct, IProtocol
        where TLoops : struct, ILoops
    {
        while (!core.Transport.HasMessage)
        {
            await core.Transport.Messages();
        }

        return new(core, core.Transport.Take<Branch>());
    }
}
