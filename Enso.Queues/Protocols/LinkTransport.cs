using System.Runtime.CompilerServices;

namespace Enso.Queues;

/// <summary>One end of a link that carries a session inside a process: a queue in each direction.
/// <see cref="Sessions.Connect"/> makes both ends.</summary>
/// <remarks>
/// Messages are of any types, with references or without, and are neither boxed nor serialized: the link has places for
/// every type of the protocol from the beginning, and nothing is allocated later, but for what asynchronous steps that
/// wait draw from a pool. Each message has its type's tag with it; one of another type than is waited for is a
/// <see cref="SessionException"/>.
/// <para>A step fails with a <see cref="QueueCompletedException"/> when the other end has completed, which has its
/// error inside. A message with an owner (<see cref="Owned{T}"/>) is given away by sending it, even if that fails.
/// </para>
/// </remarks>
public readonly struct LinkTransport : IMessageTransport
{
    private readonly MessageColumns _outgoing;
    private readonly MessageColumns _incoming;

    // How many messages this end has sent; shared by copies of this.
    private readonly PaddedCount[] _sent;

    internal LinkTransport(MessageColumns outgoing, MessageColumns incoming)
    {
        _outgoing = outgoing;
        _incoming = incoming;
        _sent = new PaddedCount[1];
    }

    /// <summary>Where to wait for room for a message.</summary>
    internal IWaitable Room => _outgoing.Tags;

    /// <summary>Where to wait for a message.</summary>
    internal IWaitable Messages => _incoming.TagReader;

    /// <inheritdoc/>
    public void Send<T>(T message)
    {
        ref long sent = ref _sent[0].Value;
        _outgoing.Tags.Publish(_outgoing.Put(sent, message));
        sent++;
    }

    /// <inheritdoc/>
    public T Receive<T>()
    {
        long sequence = _incoming.TagReader.Sequence;
        return _incoming.Take<T>(sequence, _incoming.TagReader.Next());
    }

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask SendAsync<T>(T message, CancellationToken cancellationToken = default)
    {
        // When this is cancelled, the next message is written over this one.
        int tag = _outgoing.Put(_sent[0].Value, message);
        await _outgoing.Tags.PublishAsync(tag, cancellationToken).ConfigureAwait(false);
        _sent[0].Value++;
    }

    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<T> ReceiveAsync<T>(CancellationToken cancellationToken = default)
    {
        // Without a message after it, the link is completed, and receiving says so.
        await _incoming.TagReader.WaitAsync(cancellationToken).ConfigureAwait(false);
        return Receive<T>();
    }

    /// <summary>Says that this end sends no more, and, when it is for an error, that it receives no more either: the
    /// other end, should it wait for room, learns of the error too.</summary>
    /// <param name="error">Why the session was abandoned; null when it came to its end.</param>
    public void Complete(Exception? error = null)
    {
        _outgoing.Tags.Complete(error);
        if (error is not null)
        {
            _incoming.Tags.Complete(error);
        }
    }
}
