namespace Enso.Scheduler;

/// <summary>How a task has ended.</summary>
public enum TaskOutcome
{
    /// <summary>By itself.</summary>
    Completed,

    /// <summary>By an exception.</summary>
    Failed,

    /// <summary>Because it was cancelled.</summary>
    Cancelled,
}
