namespace Enso.Scheduler;

/// <summary>A core's vector as seen from outside.</summary>
/// <param name="Core">The core that serves it.</param>
/// <param name="Vector">The vector.</param>
/// <param name="Class">Its class, 0 the highest.</param>
/// <param name="Name">What people know it by; null when nobody has registered it.</param>
/// <param name="Counts">What the top half has counted.</param>
/// <param name="Served">How many the reactor has served: its handler was called, or its task was given a message.
/// Where the task is on another core, that the message was sent is all that is known here.</param>
/// <param name="Failed">How often a handler has thrown.</param>
/// <param name="HeldUp">How often one had to wait for another turn because there was no room on the core's ring
/// for the message to its task, on another core.</param>
/// <param name="Latency">How long it took from the top half to the handler's call, or to the message to the task;
/// what the message takes to another core is not in it.</param>
public sealed record InterruptView(
    int Core,
    int Vector,
    int Class,
    string? Name,
    InterruptCounts Counts,
    long Served,
    long Failed,
    long HeldUp,
    LatencyHistogram? Latency);
