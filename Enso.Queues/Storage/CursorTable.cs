using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Enso.Queues;

/// <summary>The cursors of a queue: all of them from the beginning, beside one another and never moved.</summary>
internal sealed unsafe class CursorTable
{
    // Keeps the memory alive that _first points into.
    private readonly byte[] _memory;
    private readonly Cursor* _first;

    /// <summary>A cursor that stands at 0 for ever: behind it there is never anything.</summary>
    public static CursorReference Nowhere { get; } = MakeNowhere();

    /// <summary>Makes a table whose cursors are free.</summary>
    /// <param name="count">How many cursors.</param>
    public CursorTable(int count)
    {
        _memory = GC.AllocateArray<byte>((count * Cursor.Bytes) + Cursor.Pair, pinned: true);
        nint start = (nint)Unsafe.AsPointer(ref _memory[0]);
        _first = (Cursor*)((start + Cursor.Pair - 1) & -Cursor.Pair);
        Count = count;
        for (int i = 0; i < count; i++)
        {
            _first[i].Sequence = Cursor.Free;
        }
    }

    /// <summary>How many there are.</summary>
    public int Count { get; }

    /// <summary>A cursor. The reference stays valid as long as the table lives.</summary>
    /// <param name="index">Its index, which the caller has checked.</param>
    public ref Cursor this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref _first[index];
    }

    /// <summary>A reference that can be kept. It stays valid as long as the table lives, which its keeper sees to.</summary>
    /// <param name="index">The cursor's index, which the caller has checked.</param>
    /// <returns>The reference.</returns>
    public CursorReference At(int index) => new(_first + index);

    // Its memory is never given back.
    private static CursorReference MakeNowhere()
    {
        Cursor* memory = (Cursor*)NativeMemory.AlignedAlloc(Cursor.Bytes, Cursor.Pair);
        *memory = default;
        return new CursorReference(memory);
    }
}
