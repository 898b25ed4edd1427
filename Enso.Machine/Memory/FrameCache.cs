namespace Enso.Machine.Memory;

/// <summary>Free frames that a core keeps for itself, so that a page fault seldom takes the allocator's lock.
/// Touched only by its core, with interrupts off.</summary>
internal unsafe struct FrameCache
{
    /// <summary>Frames kept at most.</summary>
    public const int Capacity = 64;

    /// <summary>Frames moved between the cache and the allocator at a time.</summary>
    public const int Batch = 32;

    /// <summary>Frame numbers.</summary>
    public fixed uint Numbers[Capacity];

    /// <summary>How many.</summary>
    public int Count;
}
