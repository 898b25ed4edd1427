namespace Enso.Scheduler;

/// <summary>What a core tells one that would be coordinator.</summary>
/// <param name="Batch">What it has prepared and not committed, for the round after its last one; null for
/// nothing.</param>
/// <param name="BatchView">The view in which it was prepared.</param>
/// <param name="State">What it has committed, when that is more than the other has; else null.</param>
internal sealed record Promise<TKey, TValue>(
    Request<TKey, TValue>[]? Batch, long BatchView, MapSnapshot<TKey, TValue>? State)
    where TKey : notnull;
