namespace Enso.Scheduler;

/// <summary>A change of one key of a <see cref="ReplicatedMap{TKey,TValue}"/>, as it is proposed.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Key">The key.</param>
/// <param name="Value">The new value, where there is one.</param>
/// <param name="Expected">The value that must be there, where one must.</param>
/// <typeparam name="TKey">The type of the keys.</typeparam>
/// <typeparam name="TValue">The type of the values; it is compared by its default comparer and is not changed once
/// given.</typeparam>
public readonly record struct Change<TKey, TValue>(ChangeKind Kind, TKey Key, TValue Value, TValue Expected)
    where TKey : notnull
{
    /// <summary>Sets the key's value, whatever there was.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    public static Change<TKey, TValue> Put(TKey key, TValue value) => new(ChangeKind.Put, key, value, default!);

    /// <summary>Sets the key's value if it has none.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    public static Change<TKey, TValue> PutIfAbsent(TKey key, TValue value) =>
        new(ChangeKind.PutIfAbsent, key, value, default!);

    /// <summary>Sets the key's value if it has the expected one.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    /// <param name="expected">What must be there.</param>
    public static Change<TKey, TValue> CompareAndPut(TKey key, TValue value, TValue expected) =>
        new(ChangeKind.CompareAndPut, key, value, expected);

    /// <summary>Takes the key out.</summary>
    /// <param name="key">The key.</param>
    public static Change<TKey, TValue> Remove(TKey key) => new(ChangeKind.Remove, key, default!, default!);

    /// <summary>Takes the key out if it has the expected value.</summary>
    /// <param name="key">The key.</param>
    /// <param name="expected">What must be there.</param>
    public static Change<TKey, TValue> CompareAndRemove(TKey key, TValue expected) =>
        new(ChangeKind.CompareAndRemove, key, default!, expected);

    /// <summary>Changes nothing. The outcome, which is never done, tells what the key has after all that was agreed
    /// before.</summary>
    /// <param name="key">The key.</param>
    public static Change<TKey, TValue> Look(TKey key) => new(ChangeKind.Look, key, default!, default!);
}
