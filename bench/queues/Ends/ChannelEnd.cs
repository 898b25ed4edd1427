using System.Threading.Channels;

namespace QueuesBench;

/// <summary>Either end of a channel of .NET.</summary>
internal readonly struct ChannelEnd(Channel<long> channel) : IWriteEnd, IReadEnd
{
    private readonly ChannelWriter<long> _writer = channel.Writer;
    private readonly ChannelReader<long> _reader = channel.Reader;

    /// <inheritdoc/>
    public bool TryWrite(long message) => _writer.TryWrite(message);

    /// <inheritdoc/>
    public bool TryRead(out long message) => _reader.TryRead(out message);
}
