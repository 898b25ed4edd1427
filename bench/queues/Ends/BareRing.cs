using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace QueuesBench;

/// <summary>The floor: a ring from one thread to another, with nothing but two indices, each with the other side's kept
/// beside it. It cannot be completed, cannot wait, cannot grow and is not observed.</summary>
internal sealed class BareRing
{
    private const int Capacity = 1024;

    private readonly long[] _items = new long[Capacity];
    private Indices _indices;

    /// <summary>Writes a message if there is room.</summary>
    /// <param name="message">The message.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryWrite(long message)
    {
        long next = _indices.Written;
        if (next >= _indices.Limit && !HasRoom(next, 1))
        {
            return false;
        }

        At(next) = message;

        // Pairs with the acquire in HasMessage.
        Volatile.Write(ref _indices.Written, next + 1);
        return true;
    }

    /// <summary>Reads a message if there is one.</summary>
    /// <param name="message">The message.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryRead(out long message)
    {
        long next = _indices.Read;
        if (next >= _indices.Available && !HasMessage(next))
        {
            message = 0;
            return false;
        }

        message = At(next);

        // Pairs with the acquire in HasRoom.
        Volatile.Write(ref _indices.Read, next + 1);
        return true;
    }

    /// <summary>Writes consecutive numbers if there is room for all.</summary>
    /// <param name="first">The first.</param>
    /// <param name="count">How many.</param>
    public bool TryWriteBatch(long first, int count)
    {
        long next = _indices.Written;
        if (next + count > _indices.Limit && !HasRoom(next, count))
        {
            return false;
        }

        Span<long> beforeEnd = UpToEnd(next, count);
        Numbers.Fill(beforeEnd, first);
        Numbers.Fill(_items.AsSpan(0, count - beforeEnd.Length), first + beforeEnd.Length);
        Volatile.Write(ref _indices.Written, next + count);
        return true;
    }

    /// <summary>Reads what is there.</summary>
    /// <param name="most">How many at most.</param>
    /// <param name="sum">Their sum.</param>
    public int ReadBatch(int most, out long sum)
    {
        sum = 0;
        long next = _indices.Read;
        if (next >= _indices.Available && !HasMessage(next))
        {
            return 0;
        }

        int count = (int)Math.Min(most, _indices.Available - next);
        Span<long> beforeEnd = UpToEnd(next, count);
        sum = Numbers.Sum(beforeEnd) + Numbers.Sum(_items.AsSpan(0, count - beforeEnd.Length));
        Volatile.Write(ref _indices.Read, next + count);
        return count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref long At(long index) =>
        ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_items), (nint)(index & (Capacity - 1)));

    // Places from an index on, as many as lie beside one another.
    private Span<long> UpToEnd(long index, int count)
    {
        int first = (int)index & (Capacity - 1);
        return _items.AsSpan(first, Math.Min(count, Capacity - first));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool HasRoom(long next, int count)
    {
        _indices.Limit = Volatile.Read(ref _indices.Read) + Capacity;
        return next + count <= _indices.Limit;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool HasMessage(long next)
    {
        _indices.Available = Volatile.Read(ref _indices.Written);
        return next < _indices.Available;
    }

    // A pair of cache lines for what each side writes, and one more on either side for other objects.
    [StructLayout(LayoutKind.Explicit, Size = 768)]
    private struct Indices
    {
        [FieldOffset(128)]
        public long Written;

        [FieldOffset(256)]
        public long Limit;

        [FieldOffset(384)]
        public long Read;

        [FieldOffset(512)]
        public long Available;
    }
}
