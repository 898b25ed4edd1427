namespace Enso.Scheduler;

/// <summary>What became of a proposal. It stands on every core: the same everywhere.</summary>
/// <param name="Proposal">The proposal's number, as <see cref="ReplicatedMap{TKey,TValue}"/> gave it.</param>
/// <param name="IsDone">Whether the change was made. When not, another stood in its way.</param>
/// <param name="HasValue">Whether the key has a value after it.</param>
/// <param name="Value">That value: one's own, or the one that won.</param>
/// <typeparam name="TValue">The type of the values.</typeparam>
public readonly record struct Outcome<TValue>(long Proposal, bool IsDone, bool HasValue, TValue Value);
