using Enso.Queues;

namespace QueuesBench;

/// <summary>One of the writers of a subscriber, as it hands them out: by their interface.</summary>
internal readonly struct SharedWriteEnd(IQueueWriter<long> writer) : IBatchWriteEnd
{
    /// <inheritdoc/>
    public bool TryWrite(long message) => writer.TryPublish(message);

    /// <inheritdoc/>
    public bool TryWriteBatch(long first, int count)
    {
        if (!writer.TryClaim(count, out Slots<long> slots))
        {
            return false;
        }

        Numbers.Fill(slots, first);
        writer.Commit();
        return true;
    }
}
