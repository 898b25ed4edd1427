namespace Enso.Queues;

/// <summary>Where a reader of a queue stands.</summary>
public sealed record ReaderView
{
    /// <summary>Its cursor's index; the writers' is 0.</summary>
    public required int Index { get; init; }

    /// <summary>Whether somebody has it.</summary>
    public required ReaderState State { get; init; }

    /// <summary>The sequence of the message that it reads next; 0 where the place is free.</summary>
    public required long Sequence { get; init; }

    /// <summary>It may read below this sequence without looking at those before it; 0 where the place is free.</summary>
    public required long CachedLimit { get; init; }

    /// <summary>Whether it reads messages where they lie just now, in a queue that drops the oldest: none of them is dropped
    /// meanwhile. Other queues do not say.</summary>
    public required bool IsHeld { get; init; }

    /// <summary>The indices of the cursors that it stays behind: the writers', or those of the stages before it.</summary>
    public required IReadOnlyList<int> After { get; init; }
}
