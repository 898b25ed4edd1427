using System.Threading.Channels;
using Enso.Queues;

namespace Enso.Tests.Queues.Protocols;

/// <summary>One end of a pair of bounded queues. A message of another type than is asked for fails.</summary>
internal sealed class InMemoryTransport : IMessageTransport
{
    private readonly ChannelWriter<object?> _outgoing;
    private readonly ChannelReader<object?> _incoming;

    private InMemoryTransport(ChannelWriter<object?> outgoing, ChannelReader<object?> incoming)
    {
        _outgoing = outgoing;
        _incoming = incoming;
    }

    public static (InMemoryTransport Near, InMemoryTransport Far) Pair(int capacity)
    {
        Channel<object?> there = Channel.CreateBounded<object?>(capacity);
        Channel<object?> back = Channel.CreateBounded<object?>(capacity);
        return (new(there.Writer, back.Reader), new(back.Writer, there.Reader));
    }

    public void Send<T>(T message) => SendAsync(message).AsTask().GetAwaiter().GetResult();

    public T Receive<T>() => ReceiveAsync<T>().AsTask().GetAwaiter().GetResult();

    public ValueTask SendAsync<T>(T message, CancellationToken cancellationToken = default) =>
        _outgoing.WriteAsync(message, cancellationToken);

    public async ValueTask<T> ReceiveAsync<T>(CancellationToken cancellationToken = default) =>
        (T)(await _incoming.ReadAsync(cancellationToken))!;

    public void Complete(Exception? error = null) => _outgoing.Complete(error);
}
