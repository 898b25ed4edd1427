using System.Collections.Concurrent;

namespace QueuesBench;

/// <summary>Either end of .NET's <see cref="BlockingCollection{T}"/>.</summary>
internal readonly struct BlockingCollectionEnd(BlockingCollection<long> collection) : IWriteEnd, IReadEnd
{
    /// <inheritdoc/>
    public bool TryWrite(long message) => collection.TryAdd(message);

    /// <inheritdoc/>
    public bool TryRead(out long message) => collection.TryTake(out message);
}
