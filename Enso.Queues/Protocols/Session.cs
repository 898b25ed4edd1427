using System.Runtime.CompilerServices;

namespace Enso.Queues;

/// <summary>A state of one end of a session. What can be done in it are the methods that its protocol has
/// (<see cref="SessionSteps"/>, <see cref="DualSessionSteps"/>); each gives the next state. What the protocol does not
/// allow does not compile.</summary>
/// <remarks>
/// A state is linear: it is used once. C# has no types that say so, and a state used again throws
/// <see cref="SessionException"/>, by comparing two numbers. The comparison is not atomic: two threads that use one
/// state at the same moment may both get through. Where the analyzers know of linear values, they find both at compile
/// time.
/// <para>When a step throws, its state is used up and there is no next one: <see cref="Abandon"/> tells the other end.
/// </para>
/// </remarks>
/// <typeparam name="TProtocol">What is left of the protocol, from this end's side.</typeparam>
/// <typeparam name="TLoops">The loops that it stands in.</typeparam>
/// <typeparam name="TTransport">What carries the messages.</typeparam>
public readonly struct Session<TProtocol, TLoops, TTransport>
    where TProtocol : struct, IProtocol
    where TLoops : struct, ILoops
    where TTransport : IMessageTransport
{
    private readonly SessionCore<TTransport>? _core;
    private readonly long _step;

    internal Session(SessionCore<TTransport> core)
    {
        _core = core;
        _step = core.Step;
    }

    /// <summary>Gives the session up, in this state or after a step from it failed. The other end gets what was sent,
    /// and fails if it waits for more. This state need not be the session's last one. A session that was closed or
    /// given up stays as it is.</summary>
    /// <param name="error">Why.</param>
    public void Abandon(Exception error)
    {
        ArgumentNullException.ThrowIfNull(error);
        (_core ?? throw NoSession()).Abandon(error);
    }

    /// <summary>Whether the session was closed or abandoned at this end.</summary>
    internal bool IsOver => (_core ?? throw NoSession()).IsOver;

    /// <summary>Uses the last state up.</summary>
    internal void Finish() => (_core ?? throw NoSession()).Close(_step);

    /// <summary>Uses the state up.</summary>
    internal SessionCore<TTransport> Use()
    {
        SessionCore<TTransport> core = _core ?? throw NoSession();
        core.Advance(_step);
        return core;
    }

    internal Session<TNext, TNextLoops, TTransport> Become<TNext, TNextLoops>()
        where TNext : struct, IProtocol
        where TNextLoops : struct, ILoops => new(Use());

    internal Session<TNext, TLoops, TTransport> Transmit<T, TNext>(T message)
        where TNext : struct, IProtocol
    {
        SessionCore<TTransport> core = Use();
        core.Transport.Send(message);
        return new(core);
    }

    internal Session<TNext, TLoops, TTransport> Await<T, TNext>(out T message)
        where TNext : struct, IProtocol
    {
        SessionCore<TTransport> core = Use();
        message = core.Transport.Receive<T>();
        return new(core);
    }

    internal Offered<TLeft, TRight, TLoops, TTransport> AwaitBranch<TLeft, TRight>()
        where TLeft : struct, IProtocol
        where TRight : struct, IProtocol
    {
        SessionCore<TTransport> core = Use();
        return new(core, core.Transport.Receive<Branch>());
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    internal async ValueTask<Session<TNext, TLoops, TTransport>> TransmitAsync<T, TNext>(
        T message, CancellationToken cancellationToken)
        where TNext : struct, IProtocol
    {
        SessionCore<TTransport> core = Use();
        await core.Transport.SendAsync(message, cancellationToken).ConfigureAwait(false);
        return new(core);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    internal async ValueTask<(T Message, Session<TNext, TLoops, TTransport> Next)> AwaitAsync<T, TNext>(
        CancellationToken cancellationToken)
        where TNext : struct, IProtocol
    {
        SessionCore<TTransport> core = Use();
        T message = await core.Transport.ReceiveAsync<T>(cancellationToken).ConfigureAwait(false);
        return (message, new(core));
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    internal async ValueTask<Offered<TLeft, TRight, TLoops, TTransport>> AwaitBranchAsync<TLeft, TRight>(
        CancellationToken cancellationToken)
        where TLeft : struct, IProtocol
        where TRight : struct, IProtocol
    {
        SessionCore<TTransport> core = Use();
        return new(core, await core.Transport.ReceiveAsync<Branch>(cancellationToken).ConfigureAwait(false));
    }

    private static SessionException NoSession() =>
        new("This state is of no session: it is the way that was not taken, or a default value.");
}
