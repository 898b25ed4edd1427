namespace Enso.Scheduler;

/// <summary>What happened on a core.</summary>
public enum TraceKind
{
    /// <summary>A task was polled.</summary>
    Task,

    /// <summary>A message from another core was taken.</summary>
    Message,

    /// <summary>An interrupt was served.</summary>
    Interrupt,

    /// <summary>A timer ran out.</summary>
    Timer,

    /// <summary>The core slept.</summary>
    Sleep,

    /// <summary>The collector has stopped all threads.</summary>
    Collection,
}
