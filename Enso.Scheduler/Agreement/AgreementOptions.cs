namespace Enso.Scheduler;

/// <summary>What a <see cref="ReplicatedMap{TKey,TValue}"/> is made with: the same on all cores.</summary>
public sealed record AgreementOptions
{
    /// <summary>The most cores of an agreement.</summary>
    public const int MaximumCores = 64;

    /// <summary>How many cores there are: from 1 to <see cref="MaximumCores"/>.</summary>
    public required int Cores { get; init; }

    /// <summary>The longest <see cref="Timeout"/>: an hour, in nanoseconds. Waiting longer after wrong guesses, it does not
    /// overflow.</summary>
    public const long MaximumTimeout = 3_600_000_000_000;

    /// <summary>After how many nanoseconds without an answer a core is taken for silent; more than a message there
    /// and back takes. From 4 to <see cref="MaximumTimeout"/>.</summary>
    public long Timeout { get; init; } = 100_000_000;

    /// <summary>How many proposals of a core may wait for their outcome; at least 1.</summary>
    public int MaximumPending { get; init; } = 1024;

    /// <summary>When a round is committed.</summary>
    internal CommitRule Rule { get; init; } = CommitRule.Right;
}
