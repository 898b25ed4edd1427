using Enso.Queues;

namespace QueuesBench;

/// <summary>A reader of a link, of a subscriber or of a publisher.</summary>
internal readonly struct QueueReadEnd<TStorage>(Reader<long, TStorage> reader) : IBatchReadEnd
    where TStorage : struct, IStorage<long>
{
    /// <inheritdoc/>
    public bool TryRead(out long message) => reader.TryNext(out message);

    /// <inheritdoc/>
    public int ReadBatch(int most, out long sum)
    {
        if (!reader.TryRead(most, out Slots<long> slots))
        {
            sum = 0;
            return 0;
        }

        sum = Numbers.Sum(slots.First) + Numbers.Sum(slots.Second);
        int count = slots.Count;
        reader.Release(count);
        return count;
    }
}
