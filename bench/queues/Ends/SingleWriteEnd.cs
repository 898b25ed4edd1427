using Enso.Queues;

namespace QueuesBench;

/// <summary>The writer of a link or of a publisher.</summary>
internal readonly struct SingleWriteEnd<TStorage>(SingleWriter<long, TStorage> writer) : IBatchWriteEnd
    where TStorage : struct, IStorage<long>
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
