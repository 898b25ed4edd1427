namespace Enso.Scheduler;

/// <summary>What a <see cref="Change{TKey,TValue}"/> does.</summary>
public enum ChangeKind : byte
{
    /// <summary>Sets the key's value, whatever there was.</summary>
    Put,

    /// <summary>Sets the key's value if it has none.</summary>
    PutIfAbsent,

    /// <summary>Sets the key's value if it has the expected one.</summary>
    CompareAndPut,

    /// <summary>Takes the key out.</summary>
    Remove,

    /// <summary>Takes the key out if it has the expected value.</summary>
    CompareAndRemove,

    /// <summary>Changes nothing: its outcome is what the key has, after all that was agreed before.</summary>
    Look,
}
