namespace Enso.Simulation;

/// <summary>What is wrong with a simulated machine on purpose, to see that it is found.</summary>
public sealed record Faults
{
    /// <summary>Nothing.</summary>
    public static Faults None { get; } = new();

    /// <summary>How many of a thousand wake-ups never arrive.</summary>
    public int LostWakes { get; init; }

    /// <summary>Whether cores go to sleep without looking once more for what has come since they last looked.</summary>
    public bool SkipsLastLook { get; init; }

    /// <summary>Whether cores sleep until they are woken, whatever timers they have.</summary>
    public bool ForgetsTimers { get; init; }

    /// <summary>Whether tasks take a message that found the ring full for sent.</summary>
    public bool DropsWhenFull { get; init; }

    /// <summary>Whether tasks take a name for theirs that another has.</summary>
    public bool TakesTakenNames { get; init; }

    /// <summary>Whether devices forget one request in some.</summary>
    public bool ForgetsRequests { get; init; }

    /// <summary>Whether drivers take back what a request owns as soon as nobody waits for it, although the device has it
    /// still.</summary>
    public bool ReclaimsTooEarly { get; init; }
}
