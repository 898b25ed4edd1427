namespace Enso.Machine.Memory;

/// <summary>When an area's frames are promised.</summary>
internal enum AreaKind : uint
{
    /// <summary>With access: opening it fails when memory could not hold all of it, and later touches always find a
    /// frame.</summary>
    Committed,

    /// <summary>Never: it may be larger than memory, and a touch that finds no frame is a panic. Thread stacks, of
    /// which little is used.</summary>
    OnDemand,
}
