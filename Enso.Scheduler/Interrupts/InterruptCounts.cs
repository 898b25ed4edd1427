namespace Enso.Scheduler;

/// <summary>What a core's top half has counted of a vector.</summary>
/// <param name="Raised">How often it has come.</param>
/// <param name="Lost">How often it was lost because its class's ring was full.</param>
/// <param name="Deferred">How often its line was held back, masked, because the ring was full.</param>
public readonly record struct InterruptCounts(long Raised, long Lost, long Deferred);
