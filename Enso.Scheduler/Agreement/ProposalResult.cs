namespace Enso.Scheduler;

/// <summary>What came of a proposal.</summary>
/// <param name="Status">Whether the change was made.</param>
/// <param name="HasValue">Whether the key has a value after it, where that is known.</param>
/// <param name="Value">That value: one's own, or the one that won.</param>
/// <param name="Silent">The cores that do not answer, a bit for each.</param>
/// <typeparam name="TValue">The type of the values.</typeparam>
public readonly record struct ProposalResult<TValue>(
    ProposalStatus Status, bool HasValue, TValue Value, ulong Silent);
