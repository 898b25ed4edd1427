namespace Enso.Scheduler;

/// <summary>What a process of sessions is made with.</summary>
public sealed record SessionProcessOptions
{
    /// <summary>Messages that a session holds in each direction: a power of two.</summary>
    public int Capacity { get; init; } = 16;

    /// <summary>Sessions that it serves at a time; at least 1. Those beyond wait, and then their clients.</summary>
    public int Sessions { get; init; } = 64;

    /// <summary>Sessions that wait to be served: a power of two. A client beyond waits for room.</summary>
    public int Waiting { get; init; } = 64;

    /// <summary>Whether the state is kept when the process is started again after a failure; if not, it is made
    /// anew.</summary>
    public bool KeepsState { get; init; }
}
