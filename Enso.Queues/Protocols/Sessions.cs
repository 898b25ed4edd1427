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
}
