namespace Enso.Queues;

/// <summary>Where the writer of a queue stands, or all writers of one for several.</summary>
public sealed record WriterView
{
    /// <summary>The first sequence that nobody has taken yet: what one writer publishes next, or several claim next.</summary>
    public required long Sequence { get; init; }

    /// <summary>Below this sequence there is room, without looking at the readers; null where there are several writers, each
    /// of which remembers one of its own.</summary>
    public required long? CachedLimit { get; init; }

    /// <summary>Whether nothing more will come.</summary>
    public required bool IsCompleted { get; init; }
}
