namespace Enso.Scheduler;

/// <summary>A core's vector as seen from outside.</summary>
/// <param name="Core">The core that serves it.</param>
/// <param name="Vector">The vector.</param>
/// <param name="Class">Its class, 0 the highest.</param>
/// <param name="Name">What people know it by; null when nobody has registered it.</param>
/// <param name="Counts">What the top half has counted.</param>
/// <param name="Served">How many the reactor has served.</param>
/// <param name="Failed">How often a handler has thrown.</param>
/// <param name="Latency">How long it took from the top half to the handler.</param>
public sealed record InterruptView(
    int Core,
    int Vector,
    int Class,
    string? Name,
    InterruptCounts Counts,
    long Served,
    long Failed,
    LatencyHistogram? Latency);
