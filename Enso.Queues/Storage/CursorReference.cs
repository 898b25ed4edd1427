using System.Runtime.CompilerServices;

namespace Enso.Queues;

/// <summary>A cursor, found in one step. Whoever keeps it keeps the <see cref="CursorTable"/> alive.</summary>
/// <param name="address">Where it lies.</param>
internal readonly unsafe struct CursorReference(Cursor* address)
{
    /// <summary>The cursor.</summary>
    public ref Cursor Value
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref *address;
    }
}
