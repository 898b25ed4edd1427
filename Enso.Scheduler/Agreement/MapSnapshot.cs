namespace Enso.Scheduler;

/// <summary>A map as it stands after a number of rounds.</summary>
/// <param name="Number">How many rounds.</param>
/// <param name="Entries">Its keys and values.</param>
/// <param name="Versions">The round that each key's value is of.</param>
/// <param name="Answered">The outcomes of each core's last request.</param>
internal sealed record MapSnapshot<TKey, TValue>(
    long Number, KeyValuePair<TKey, TValue>[] Entries, Dictionary<TKey, long> Versions, Outcome<TValue>[]?[] Answered)
    where TKey : notnull;
