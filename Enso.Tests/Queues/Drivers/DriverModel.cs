using Enso.Queues;

namespace Enso.Tests.Queues.Drivers;

/// <summary>What a queue must do, as a plain list of everything that was published, with a mark for each reader.</summary>
/// <param name="capacity">How many messages there is room for, at most.</param>
/// <param name="policy">What happens to more.</param>
/// <param name="readers">How many readers there can be.</param>
internal sealed class DriverModel(int capacity, FullPolicy policy, int readers)
{
    /// <summary>One reader.</summary>
    public sealed class Mark
    {
        /// <summary>The sequence that it reads next.</summary>
        public int Position;

        /// <summary>How many messages it is shown.</summary>
        public int Shown;

        /// <summary>Whether it was declared dead.</summary>
        public bool IsDead;
    }

    // Null for a place that is claimed and not committed.
    private readonly List<long?> _messages = [];

    /// <summary>The readers by their places; null for a place that is free.</summary>
    public Mark?[] Readers { get; } = new Mark?[readers];

    public long Rejected { get; private set; }

    public long Dropped { get; private set; }

    public bool IsCompleted { get; set; }

    /// <summary>Messages that have a place, those that are claimed included.</summary>
    public int Count => _messages.Count;

    /// <summary>Messages before the first one that is claimed and not committed.</summary>
    public int Available => _messages.IndexOf(null) is >= 0 and int gap ? gap : Count;

    /// <summary>The slowest reader's next message.</summary>
    public int Oldest => Readers.Where(reader => reader is { IsDead: false }).Select(reader => reader!.Position)
        .DefaultIfEmpty(Count).Min();

    public long this[int sequence] => _messages[sequence]!.Value;

    /// <summary>What a publication does.</summary>
    /// <returns>Whether it is taken.</returns>
    public bool Publish(long message)
    {
        if (TryMakeRoom(1))
        {
            _messages.Add(message);
            return true;
        }

        if (policy is FullPolicy.DropNewest or FullPolicy.DropOldest)
        {
            Dropped++;
            return true;
        }

        Rejected++;
        return false;
    }

    /// <summary>What a claim does.</summary>
    /// <param name="count">How many places.</param>
    /// <returns>The first one's sequence, or -1.</returns>
    public int Claim(int count)
    {
        if (!TryMakeRoom(count))
        {
            Rejected++;
            return -1;
        }

        _messages.AddRange(Enumerable.Repeat<long?>(null, count));
        return Count - count;
    }

    /// <summary>Commits a place.</summary>
    public void Commit(int sequence, long message) => _messages[sequence] = message;

    /// <summary>Whether there is room without dropping.</summary>
    public bool HasRoom(int count) => Count + count <= Oldest + capacity;

    private bool TryMakeRoom(int count)
    {
        int wanted = Count + count - capacity;
        if (Oldest >= wanted || policy != FullPolicy.DropOldest)
        {
            return Oldest >= wanted;
        }

        foreach (Mark? reader in Readers)
        {
            if (reader is null || reader.IsDead || reader.Position >= wanted)
            {
                continue;
            }

            // Neither what is being read nor what is being written can be dropped.
            if (reader.Shown != 0 || Available < wanted)
            {
                return false;
            }

            Dropped += wanted - reader.Position;
            reader.Position = wanted;
        }

        return true;
    }
}
