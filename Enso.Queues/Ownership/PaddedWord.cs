using System.Runtime.InteropServices;

namespace Enso.Queues;

/// <summary>A word that many threads write, in a pair of cache lines of its own (processors fetch lines in
/// pairs).</summary>
[StructLayout(LayoutKind.Explicit, Size = 4 * CacheLine.Bytes)]
internal struct PaddedWord
{
    [FieldOffset(2 * CacheLine.Bytes)]
    public ulong Value;
}
