namespace Enso.Build.Walking;

/// <summary>What a walk starts from, and what it may and may not meet.</summary>
internal sealed record WalkRules
{
    /// <summary>Where it starts, besides (or, without <see cref="FromAllLower"/>, instead of) every lower
    /// function.</summary>
    public IReadOnlyList<NamePattern> Roots { get; init; } = [];

    /// <summary>Whether it starts from every lower function, the entries first.</summary>
    public bool FromAllLower { get; init; }

    /// <summary>What must not be reached, and why.</summary>
    public IReadOnlyList<NamedReason> Forbidden { get; init; } = [];

    /// <summary>Data that must not be touched, and what touching it means.</summary>
    public IReadOnlyList<NamedReason> ForbiddenData { get; init; } = [];

    /// <summary>Functions that may be reached and are not walked into.</summary>
    public IReadOnlyList<NamedReason> Boundaries { get; init; } = [];

    /// <summary>Functions that are not lower code, may be reached, and are walked like it.</summary>
    public IReadOnlyList<NamedReason> Foreign { get; init; } = [];

    /// <summary>Functions that may be called with a small constant size.</summary>
    public IReadOnlyList<BoundedHelper> Bounded { get; init; } = [];

    /// <summary>Functions that may call through a pointer, and where that leads.</summary>
    public IReadOnlyList<NamedReason> Indirect { get; init; } = [];

    /// <summary>Functions whose calls through a pointer lead to functions that the image tells.</summary>
    public IReadOnlyList<SetPointer> Set { get; init; } = [];
}
