namespace Enso.Machine.Memory;

/// <summary>A range of the demand-paged addresses. Page-aligned; areas never overlap, and two neighbours that
/// agree in everything are one.</summary>
internal struct Area
{
    /// <summary>First address.</summary>
    public ulong Start;

    /// <summary>The address after the last.</summary>
    public ulong End;

    /// <summary>What may be done with it.</summary>
    public Protection Protection;

    /// <summary>When its frames are promised.</summary>
    public AreaKind Kind;

    /// <summary>Which reservation it belongs to: areas of different ones are never joined, so that releasing
    /// one thread's stack cannot touch its neighbour.</summary>
    public uint Owner;
}
