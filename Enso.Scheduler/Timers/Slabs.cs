using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Enso.Scheduler;

/// <summary>An array that grows by slabs, whose elements never move. They lie on cache lines' boundaries if their
/// size divides a line.</summary>
/// <typeparam name="T">The type of the elements.</typeparam>
/// <remarks>Slabs are pinned arrays, so they are the collector's to free, and an element costs two loads and no
/// check: an index must be below <see cref="Capacity"/>, which only debug builds look at. It is a structure so that
/// it lies in its owner, which saves a load; it must not be copied.</remarks>
internal unsafe struct Slabs<T>
    where T : unmanaged
{
    private const int Shift = 10;
    private const int Length = 1 << Shift;
    private const int LineSize = 64;

    // Keep the slabs and their table alive.
    private byte[]?[]? _memory;
    private nint[]? _table;
    private T** _slabs;
    private int _count;

    /// <summary>How many elements there are.</summary>
    public readonly int Capacity => _count << Shift;

    /// <summary>An element.</summary>
    /// <param name="index">Its index.</param>
    public readonly ref T this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            Debug.Assert((uint)index < (uint)Capacity, "The index is below the capacity.");

            // SAFETY: the index is below the capacity, so the table has the slab and the slab the element; both are
            // pinned and alive as long as this structure's owner, which the caller holds.
            return ref _slabs[index >> Shift][index & (Length - 1)];
        }
    }

    /// <summary>Makes it larger, if it has fewer elements.</summary>
    /// <param name="capacity">How many it must have at least.</param>
    public void Reserve(int capacity)
    {
        while (Capacity < capacity)
        {
            Grow();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Grow()
    {
        if (_table is null || _memory is null || _count == _table.Length)
        {
            GrowTable(Math.Max(4, 2 * _count));
        }

        byte[] slab = GC.AllocateArray<byte>((Length * sizeof(T)) + LineSize, pinned: true);

        // SAFETY: the slab is pinned and held by _memory; there is room for one line more than its elements need.
        nint address = (nint)Unsafe.AsPointer(ref slab[0]);
        _memory[_count] = slab;
        _table[_count] = (address + LineSize - 1) & ~(LineSize - 1);
        _count++;
    }

    [MemberNotNull(nameof(_memory), nameof(_table))]
    private void GrowTable(int length)
    {
        nint[] table = GC.AllocateArray<nint>(length, pinned: true);
        _table?.CopyTo(table, 0);
        Array.Resize(ref _memory, length);
        _table = table;

        // SAFETY: the table is pinned and held by the field.
        _slabs = (T**)Unsafe.AsPointer(ref table[0]);
    }
}
