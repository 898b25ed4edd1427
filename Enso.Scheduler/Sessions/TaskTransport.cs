using Enso.Queues;

namespace Enso.Scheduler;

/// <summary>One end of a link that carries a session, for a task of a core: to wait for a message or for room costs
/// no thread and, once made, no memory.</summary>
/// <remarks>What waits are the steps of <see cref="TaskSessionSteps"/>, which a task awaits. The steps of other
/// transports never wait here: where they would have to, they throw, since they would hold the core up.</remarks>
public readonly struct TaskTransport : IMessageTransport
{
    private readonly LinkTransport _link;
    private readonly Watch _room;
    private readonly Watch _messages;

    private TaskTransport(Reactor reactor, LinkTransport link)
    {
        _link = link;
        _room = Watch.At(reactor, link.Room);
        _messages = Watch.At(reactor, link.Messages);
    }

    /// <summary>Makes it.</summary>
    /// <param name="reactor">The core's, whose tasks use it; one task at a time.</param>
    /// <param name="link">The end, which nobody else uses.</param>
    public static TaskTransport Create(Reactor reactor, LinkTransport link)
    {
        ArgumentNullException.ThrowIfNull(reactor);
        return new TaskTransport(reactor, link);
    }

    /// <summary>Whether there is room for a message, or nobody takes any more.</summary>
    internal bool HasRoom => _room.IsReady;

    /// <summary>Whether there is a message, or there will be none any more.</summary>
    internal bool HasMessage => _messages.IsReady;

    /// <summary>Waits until there may be room for a message.</summary>
    internal QueueAwaiter Room() => new(_room);

    /// <summary>Waits until there may be a message.</summary>
    internal QueueAwaiter Messages() => new(_messages);

    /// <summary>Sends a message, for which there is room.</summary>
    /// <typeparam name="T">The message's type.</typeparam>
    /// <param name="message">The message.</param>
    /// <exception cref="InvalidOperationException">There is no room.</exception>
    void IMessageTransport.Send<T>(T message)
    {
        if (!HasRoom)
        {
            throw WouldWait();
        }

        _link.Send(message);
    }

    /// <summary>Takes a message that is there.</summary>
    /// <typeparam name="T">The message's type.</typeparam>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    T IMessageTransport.Receive<T>() => HasMessage ? _link.Receive<T>() : throw WouldWait();

    /// <inheritdoc/>
    ValueTask IMessageTransport.SendAsync<T>(T message, CancellationToken cancellationToken)
    {
        ((IMessageTransport)this).Send(message);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    ValueTask<T> IMessageTransport.ReceiveAsync<T>(CancellationToken cancellationToken) =>
        new(((IMessageTransport)this).Receive<T>());

    /// <summary>Says that this end sends no more, and, when it is for an error, that it receives no more either.
    /// </summary>
    /// <param name="error">Why the session was abandoned; null when it came to its end.</param>
    public void Complete(Exception? error = null) => _link.Complete(error);

    /// <summary>Sends a message, for which there is room.</summary>
    /// <typeparam name="T">The message's type.</typeparam>
    /// <param name="message">The message.</param>
    internal void Put<T>(T message) => _link.Send(message);

    /// <summary>Takes a message that is there.</summary>
    /// <typeparam name="T">The message's type.</typeparam>
    internal T Take<T>() => _link.Receive<T>();

    private static InvalidOperationException WouldWait() =>
        new("This step would have to wait, and hold its core up: await Send, Receive or Offer in a task.");
}
