namespace Enso.Scheduler;

/// <summary>A message of an agreement between cores, of a fixed size. What it refers to is never changed once
/// sent, so that a reference is all that goes from core to core.</summary>
public readonly record struct AgreementMessage
{
    /// <summary>What it is.</summary>
    public AgreementKind Kind { get; init; }

    /// <summary>The view in which it is sent: who coordinates, from the first view of core 0 on.</summary>
    public long View { get; init; }

    /// <summary>The number of a round; or how many rounds the sender has made its own.</summary>
    public long Number { get; init; }

    /// <summary>From the coordinator, the cores that it takes for silent: a bit for each.</summary>
    public ulong Silent { get; init; }

    /// <summary>How often the coordinator of the view has changed <see cref="Silent"/>, so that what comes late does
    /// not count; or how far the sender knows of it.</summary>
    public int Declared { get; init; }

    /// <summary>The changes, or the state.</summary>
    internal object? Payload { get; init; }
}
