namespace Enso.Queues;

/// <summary>One end of what carries a session's messages. It loses none and keeps their order.</summary>
/// <remarks>
/// The protocol says which type comes next at either end, so that a transport need not send types; it carries messages
/// of every type of the protocol, and <see cref="Branch"/>. A session uses its end from one thread at a time.
/// <para>A transport that is a structure is called directly, one that is a class by a generic virtual call, which
/// looks its target up.</para>
/// </remarks>
public interface IMessageTransport
{
    /// <summary>Sends a message, and waits while there is no room for it.</summary>
    /// <typeparam name="T">The message's type.</typeparam>
    /// <param name="message">The message.</param>
    void Send<T>(T message);

    /// <summary>Waits for the next message and takes it.</summary>
    /// <typeparam name="T">The message's type.</typeparam>
    T Receive<T>();

    /// <summary>Sends a message as soon as there is room for it.</summary>
    /// <typeparam name="T">The message's type.</typeparam>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">Ends the wait; the message is then not sent.</param>
    ValueTask SendAsync<T>(T message, CancellationToken cancellationToken = default);

    /// <summary>Takes the next message as soon as there is one.</summary>
    /// <typeparam name="T">The message's type.</typeparam>
    /// <param name="cancellationToken">Ends the wait; no message is then taken.</param>
    ValueTask<T> ReceiveAsync<T>(CancellationToken cancellationToken = default);

    /// <summary>Says that this end sends no more. The other end still gets what was sent, and fails if it waits for
    /// more.</summary>
    /// <param name="error">Why the session was abandoned; null when it came to its end.</param>
    void Complete(Exception? error = null);
}
