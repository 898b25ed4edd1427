namespace Enso.Queues;

/// <summary>What can be seen of a queue while it is used. Each number is read by itself from the end that keeps it, so
/// together they are of about one moment.</summary>
public readonly record struct QueueProperties
{
    /// <summary>How many messages it holds without growing.</summary>
    public required long Capacity { get; init; }

    /// <summary>How many messages wait for the slowest reader.</summary>
    public required long Depth { get; init; }

    /// <summary>The most that waited, as far as the ends have noticed: they look when one runs out of what it knew.</summary>
    public required long HighWater { get; init; }

    /// <summary>How many readers there are.</summary>
    public required int Readers { get; init; }

    /// <summary>Messages published since the beginning.</summary>
    public required long Published { get; init; }

    /// <summary>Messages that the slowest reader has read.</summary>
    public required long Consumed { get; init; }

    /// <summary>How often a writer was turned away.</summary>
    public required long Rejected { get; init; }

    /// <summary>Messages that were thrown away.</summary>
    public required long Dropped { get; init; }

    /// <summary>How often an end waited.</summary>
    public required long Blocked { get; init; }

    /// <summary>How many readers wait for a message just now.</summary>
    public required long WaitingReaders { get; init; }

    /// <summary>How many writers wait for room just now.</summary>
    public required long WaitingWriters { get; init; }

    /// <summary>What happens when it is full.</summary>
    public required FullPolicy FullPolicy { get; init; }

    /// <summary>How threads wait.</summary>
    public required WaitStrategy WaitStrategy { get; init; }

    internal static QueueProperties Of<T, TStorage>(QueueCore<T, TStorage> core)
        where TStorage : struct, IStorage<T>
    {
        ref Cursor writer = ref core.Cursors[QueueCore<T, TStorage>.Writer];
        long published = TStorage.ReadAcquire(ref writer.Sequence) & QueueCore<T, TStorage>.SequenceBits;
        long oldest = published;
        long highWater = TStorage.ReadRelaxed(ref writer.HighWater);
        long blocked = TStorage.ReadRelaxed(ref writer.Blocked);
        int readers = 0;
        for (int i = QueueCore<T, TStorage>.FirstReader; i < core.Cursors.Count; i++)
        {
            ref Cursor reader = ref core.Cursors[i];
            long sequence = QueueCore<T, TStorage>.Position(TStorage.ReadAcquire(ref reader.Sequence));
            if (sequence != Cursor.Free)
            {
                readers++;
                if (TStorage.ReadRelaxed(ref reader.IsDead) == 0)
                {
                    oldest = Math.Min(oldest, sequence);
                }

                highWater = Math.Max(highWater, TStorage.ReadRelaxed(ref reader.HighWater));
                blocked += TStorage.ReadRelaxed(ref reader.Blocked);
            }
        }

        return new QueueProperties
        {
            Capacity = core.Storage.Capacity,
            Depth = published - oldest,
            HighWater = highWater,
            Readers = readers,
            Published = published,
            Consumed = oldest,
            Rejected = TStorage.ReadRelaxed(ref writer.Rejected),
            Dropped = TStorage.ReadRelaxed(ref writer.Dropped),
            Blocked = blocked,
            WaitingReaders = core.Messages.Count,
            WaitingWriters = core.Room.Count,
            FullPolicy = core.Options.FullPolicy,
            WaitStrategy = core.Options.WaitStrategy,
        };
    }
}
