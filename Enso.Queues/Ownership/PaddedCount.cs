using System.Runtime.InteropServices;

namespace Enso.Queues;

/// <summary>A count that many threads raise, in a pair of cache lines of its own.</summary>
[StructLayout(LayoutKind.Explicit, Size = 4 * CacheLine.Bytes)]
internal struct PaddedCount
{
    [FieldOffset(2 * CacheLine.Bytes)]
    public long Value;
}
