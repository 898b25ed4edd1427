using System.Runtime.CompilerServices;

namespace Enso.Queues;

/// <summary>The cursors of a queue: all of them from the beginning, beside one another and never moved.</summary>
internal sealed unsafe class CursorTable
{
    // Keeps the memory alive that _first points into.
    private readonly byte[] _memory;
    private readonly Cursor* _first;

    /// <summary>Makes a table whose cursors are free.</summary>
    /// <param name="count">How many cursors.</param>
    public CursorTable(int count)
    {
        _memory = GC.AllocateArray<byte>((count + 1) * Cursor.Bytes, pinned: true);
        nint start = (nint)Unsafe.AsPointer(ref _memory[0]);
        _first = (Cursor*)((start + Cursor.Bytes - 1) & -Cursor.Bytes);
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
}
