namespace Enso.Scheduler;

/// <summary>A timer that has expired.</summary>
/// <param name="Timer">The timer. One with an interval is pending again and can be cancelled by this.</param>
/// <param name="Due">When it was due, in nanoseconds: exactly as it was made, or whole intervals later. Of several
/// due times that have passed, the first.</param>
/// <param name="Missed">How many later due times have passed too and are not given.</param>
/// <param name="State">The user's word.</param>
/// <param name="Target">The user's other word.</param>
public readonly record struct Expiry(TimerHandle Timer, long Due, long Missed, long State, int Target);
