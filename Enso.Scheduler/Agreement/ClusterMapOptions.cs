namespace Enso.Scheduler;

/// <summary>What a <see cref="ClusterMap{TKey,TValue}"/> is made with.</summary>
public sealed record ClusterMapOptions
{
    /// <summary>After how many nanoseconds without an answer a core is taken for silent: far more than a message
    /// there and back takes, and than a task may run in one poll. From 1000 to
    /// <see cref="AgreementOptions.MaximumTimeout"/>.</summary>
    public long Timeout { get; init; } = 100_000_000;

    /// <summary>How many proposals of a core may wait for their outcome; at least 1.</summary>
    public int MaximumPending { get; init; } = 1024;

    /// <summary>Told what a core has learnt of the others, on that core's thread; it must be short.</summary>
    public Action<Reactor, AgreementEvent>? Happened { get; init; }

    /// <summary>When a round is committed.</summary>
    internal CommitRule Rule { get; init; } = CommitRule.Right;
}
