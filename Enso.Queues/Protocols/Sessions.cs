namespace Enso.Queues;

/// <summary>Where sessions begin.</summary>
public static class Sessions
{
    /// <summary>Begins one end of a session. The other end begins with the <see cref="Dual{TProtocol}"/> of the same
    /// protocol, over the transport's other end.</summary>
    /// <typeparam name="TProtocol">The protocol, from this end's side.</typeparam>
    /// <typeparam name="TTransport">What carries the messages; nothing else uses this end of it.</typeparam>
    /// <param name="transport">What carries the messages.</param>
    public static Session<TProtocol, NoLoop, TTransport> Start<TProtocol, TTransport>(TTransport transport)
        where TProtocol : struct, IProtocol
        where TTransport : IMessageTransport
    {
        ArgumentNullException.ThrowIfNull(transport);
        return new(new SessionCore<TTransport>(transport));
    }

    /// <summary>Makes both ends of a link inside this process that carries one session of a protocol. It has places for
    /// the messages of the protocol, and nothing is allocated later.</summary>
    /// <typeparam name="TProtocol">The protocol, from the near end's side.</typeparam>
    /// <param name="options">Capacity of each direction, in messages, and waiting. The policy is to wait.</param>
    /// <returns>The ends: the near one begins with the protocol, the far one with its dual.</returns>
    /// <exception cref="ArgumentException">An option has a value that is not allowed; the message says what is.
    /// </exception>
    public static (LinkTransport Near, LinkTransport Far) Connect<TProtocol>(QueueOptions options)
        where TProtocol : struct, IProtocol
    {
        (MessageColumns there, MessageColumns back) = MessageColumns.Make<TProtocol>(options);
        return (new LinkTransport(there, back), new LinkTransport(back, there));
    }

    /// <summary>Begins both ends of a session over a link inside this process.</summary>
    /// <typeparam name="TProtocol">The protocol, from the near end's side.</typeparam>
    /// <param name="options">Capacity of each direction, in messages, and waiting. The policy is to wait.</param>
    /// <returns>The first state of each end, which may be of different threads.</returns>
    /// <exception cref="ArgumentException">An option has a value that is not allowed; the message says what is.
    /// </exception>
    public static (Session<TProtocol, NoLoop, LinkTransport> Near, Session<Dual<TProtocol>, NoLoop, LinkTransport> Far)
        Open<TProtocol>(QueueOptions options)
        where TProtocol : struct, IProtocol
    {
        (LinkTransport near, LinkTransport far) = Connect<TProtocol>(options);
        return (Start<TProtocol, LinkTransport>(near), Start<Dual<TProtocol>, LinkTransport>(far));
    }
}
