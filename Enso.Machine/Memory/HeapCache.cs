namespace Enso.Machine.Memory;

/// <summary>Free blocks of the C heap that a core keeps for itself, so that <c>malloc</c> and <c>free</c> seldom take a
/// lock. Touched only by its core, with interrupts off.</summary>
internal unsafe struct HeapCache
{
    /// <summary>The first free block of each size class, or 0; each block's first word is the next.</summary>
    public fixed ulong Heads[Heap.ClassCount];

    /// <summary>How many of each.</summary>
    public fixed int Counts[Heap.ClassCount];

    /// <summary>Bytes this core handed out, less what it took back; a block may be freed by another core than its
    /// own, so only the sum over all cores means something.</summary>
    public long LiveBytes;
}
