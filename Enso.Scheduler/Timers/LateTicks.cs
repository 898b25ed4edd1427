namespace Enso.Scheduler;

/// <summary>What happens when more than one due time of a timer with an interval has passed.</summary>
public enum LateTicks : byte
{
    /// <summary>The timer expires once for all of them; <see cref="Expiry.Missed"/> says how many were left
    /// out.</summary>
    Coalesce,

    /// <summary>The timer expires once for each, one right after the other. A user who needs longer for one than the
    /// interval never comes to an end.</summary>
    Deliver,
}
