using System.Collections.Concurrent;

namespace QueuesBench;

/// <summary>Either end of .NET's <see cref="ConcurrentQueue{T}"/>, which has no limit.</summary>
internal readonly struct ConcurrentQueueEnd(ConcurrentQueue<long> queue) : IWriteEnd, IReadEnd
{
    /// <inheritdoc/>
    public bool TryWrite(long message)
    {
        queue.Enqueue(message);
        return true;
    }

    /// <inheritdoc/>
    public bool TryRead(out long message) => queue.TryDequeue(out message);
}
