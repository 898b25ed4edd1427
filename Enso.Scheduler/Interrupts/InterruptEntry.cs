namespace Enso.Scheduler;

/// <summary>A line that is served on a core, by a handler or by a task.</summary>
/// <param name="line">The line.</param>
internal sealed class InterruptEntry(InterruptLine line)
{
    /// <summary>The line.</summary>
    public InterruptLine Line => line;

    /// <summary>Its handler; null for none.</summary>
    public InterruptHandler? Handler { get; init; }

    /// <summary>Its task; none for a handler.</summary>
    public TaskId Task { get; init; }

    /// <summary>How long interrupts waited to be served, or sent to the core that serves them.</summary>
    public LatencyHistogram Latency { get; } = new();

    /// <summary>How many were served, or sent.</summary>
    public long Served { get; set; }

    /// <summary>How often the handler has thrown.</summary>
    public long Failed { get; set; }

    /// <summary>How often one waited for room on the core's ring, to be sent to its task.</summary>
    public long HeldUp { get; set; }
}
