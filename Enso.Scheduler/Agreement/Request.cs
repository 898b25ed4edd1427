namespace Enso.Scheduler;

/// <summary>The changes that one core proposes together.</summary>
/// <param name="Core">The core.</param>
/// <param name="First">The first one's proposal number; the others follow.</param>
/// <param name="Changes">The changes.</param>
internal sealed record Request<TKey, TValue>(int Core, long First, Change<TKey, TValue>[] Changes)
    where TKey : notnull;
