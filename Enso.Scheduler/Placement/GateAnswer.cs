namespace Enso.Scheduler;

/// <summary>What a <see cref="BucketGate{T}"/> says to a message.</summary>
public enum GateAnswer
{
    /// <summary>Run it now.</summary>
    Run,

    /// <summary>The gate has taken it and gives it back by <see cref="BucketGate{T}.TryRelease"/>.</summary>
    Held,

    /// <summary>The gate is full: leave the message in its queue and read no further there until something was
    /// released.</summary>
    Full,
}
