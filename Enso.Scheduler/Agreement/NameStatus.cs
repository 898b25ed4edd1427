namespace Enso.Scheduler;

/// <summary>What came of registering, releasing or looking up a name.</summary>
public enum NameStatus
{
    /// <summary>The name is the caller's now.</summary>
    Registered,

    /// <summary>Another has the name, and keeps it.</summary>
    Taken,

    /// <summary>Nobody has the name any more.</summary>
    Released,

    /// <summary>The entry had not the name, or not any more: nothing was changed.</summary>
    NotHeld,

    /// <summary>There is such a name.</summary>
    Found,

    /// <summary>There is none.</summary>
    Unknown,

    /// <summary>Too few cores answer. What was asked for may still be done once more of them do.</summary>
    Unavailable,
}
