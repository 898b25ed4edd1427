namespace Enso.Scheduler;

/// <summary>What a task is about.</summary>
public enum TaskState
{
    /// <summary>It is no more, or never was.</summary>
    Gone,

    /// <summary>It wants to run and waits for its turn.</summary>
    Ready,

    /// <summary>It runs.</summary>
    Running,

    /// <summary>It waits to be woken.</summary>
    Waiting,

    /// <summary>Its own work is done; its children's is not.</summary>
    Ending,
}
