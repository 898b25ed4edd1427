namespace Enso.Scheduler;

/// <summary>What a timer is made with, beside its due time. The default is a timer that expires once, as precisely as
/// possible.</summary>
public readonly record struct TimerTerms
{
    /// <summary>How long it is from one due time to the next, in nanoseconds; 0 for a timer that expires
    /// once.</summary>
    public long Interval { get; init; }

    /// <summary>How much later than its due time it may expire, in nanoseconds. Timers whose slacks overlap mostly
    /// expire together, so that a core wakes up less often.</summary>
    public long Slack { get; init; }

    /// <summary>What happens when more than one due time of an interval has passed.</summary>
    public LateTicks Late { get; init; }

    /// <summary>A word of the user's, which comes back with the expiry.</summary>
    public long State { get; init; }

    /// <summary>Another word of the user's, such as the core that the expiry is meant for.</summary>
    public int Target { get; init; }
}
