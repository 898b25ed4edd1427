namespace Enso.Scheduler;

/// <summary>What becomes of a task that has come to its end.</summary>
public enum Termination
{
    /// <summary>It is removed: it computed something.</summary>
    Recursive,

    /// <summary>It stays, and runs again when it is woken: it serves others, until it is cancelled.</summary>
    Corecursive,
}
