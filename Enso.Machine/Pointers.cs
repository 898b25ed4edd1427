using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Enso.Machine;

/// <summary>Addresses of things that do not move: statics of unmanaged type and literals, both in the image.
/// </summary>
internal static unsafe class Pointers
{
    /// <summary>The address of a field of a static unmanaged structure.</summary>
    // SAFETY: such statics lie in the image's data and are never moved by the collector.
    public static T* Of<T>(ref T field) where T : unmanaged => (T*)Unsafe.AsPointer(ref field);

    /// <summary>The address of a UTF-8 literal's bytes.</summary>
    // SAFETY: a literal's bytes lie in the image's read-only data.
    public static byte* Of(ReadOnlySpan<byte> literal)
        => (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(literal));
}
