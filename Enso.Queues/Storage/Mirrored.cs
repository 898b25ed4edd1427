using System.Runtime.CompilerServices;

namespace Enso.Queues;

/// <summary>A fixed ring that lies twice beside itself in the address space, so that any run of up to the capacity is
/// contiguous: what crosses the end of the ring goes on in the second image of its beginning.</summary>
/// <remarks><para>It takes a 64-bit Linux and a ring that is a whole number of pages. Elsewhere the ring is an
/// ordinary pinned array and runs are split at its end, as in <see cref="Vec{T}"/>; <see cref="IsMirrored"/> says
/// which it is.</para>
/// <para>The memory is given back when the last end of the queue is collected. A span of it does not keep it: use
/// the end after the span, by a commit or a release.</para></remarks>
/// <typeparam name="T">The type of the messages.</typeparam>
public readonly unsafe struct Mirrored<T> : IStorage<T, Mirrored<T>>
    where T : unmanaged
{
    // Keeps the memory that _first points to: a MirroredMemory, or a pinned array.
    private readonly object _owner;
    private readonly T* _first;
    private readonly int _mask;

    private Mirrored(object owner, T* first, int capacity)
    {
        _owner = owner;
        _first = first;
        _mask = capacity - 1;
    }

    /// <inheritdoc/>
    public static bool IsFixed => true;

    /// <summary>Whether the ring lies twice in the address space, so that no run is split.</summary>
    public bool IsMirrored => _owner is MirroredMemory;

    /// <inheritdoc/>
    public long MaximumCapacity => _mask + 1L;

    /// <inheritdoc/>
    public long Capacity => _mask + 1L;

    /// <summary>What keeps the memory.</summary>
    internal object Owner => _owner;

    /// <summary>The ring's first message.</summary>
    internal T* First => _first;

    /// <inheritdoc/>
    public static Mirrored<T> Create(int capacity, long maximum, Func<T>? fill)
    {
        Capacities.Check(capacity);
        MirroredMemory? memory = MirroredMemory.TryMap((long)capacity * sizeof(T));
        Mirrored<T> storage = memory is not null
            ? new Mirrored<T>(memory, (T*)memory.Start, capacity)
            : InArray(capacity);
        for (int i = 0; fill is not null && i < capacity; i++)
        {
            storage.ToWrite(i) = fill();
        }

        return storage;
    }

    /// <inheritdoc/>
    public long LimitFor(long oldest) => oldest + Capacity;

    /// <inheritdoc/>
    public long OldestFor(long limit) => limit - MaximumCapacity;

    /// <inheritdoc/>
    public bool TryGrow(long oldest, long next, long limit) => false;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref T ToWrite(long sequence) => ref At(sequence);

    /// <inheritdoc/>
    public Span<T> ToWrite(long sequence, int count) => Run(sequence, count);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref T ToRead(long sequence) => ref At(sequence);

    /// <inheritdoc/>
    public Span<T> ToRead(long sequence, int count) => Run(sequence, count);

    /// <inheritdoc/>
    public void Prefetch(long sequence, int count) => Lines.Prefetch(ToRead(sequence, count));

    /// <inheritdoc/>
    public void Seek(long sequence)
    {
    }

    private static Mirrored<T> InArray(int capacity)
    {
        T[] items = GC.AllocateArray<T>(capacity, pinned: true);

        // SAFETY: the array is pinned, and the owner keeps it.
        return new Mirrored<T>(items, (T*)Unsafe.AsPointer(ref items[0]), capacity);
    }

    // SAFETY: the mask keeps the index inside the ring, which the owner keeps.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref T At(long sequence) => ref _first[(int)sequence & _mask];

    private Span<T> Run(long sequence, int count)
    {
        int first = (int)sequence & _mask;
        int longest = IsMirrored ? _mask + 1 : _mask + 1 - first;

        // SAFETY: from inside the ring no more than a capacity, which a mirrored ring has from everywhere.
        return new Span<T>(_first + first, Math.Min(count, longest));
    }
}
