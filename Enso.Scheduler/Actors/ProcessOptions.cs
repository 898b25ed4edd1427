namespace Enso.Scheduler;

/// <summary>What a process is made with.</summary>
public sealed record ProcessOptions
{
    /// <summary>Messages that its mailbox holds: a power of two.</summary>
    public int Capacity { get; init; } = 64;

    /// <summary>How many messages it takes before it lets others run; at least 1.</summary>
    public int Batch { get; init; } = 16;

    /// <summary>Whether the state is kept when it is started again after a failure; if not, it is made anew. The
    /// message at
    /// which it failed is gone in either case, and those behind it are not.</summary>
    public bool KeepsState { get; init; }
}
