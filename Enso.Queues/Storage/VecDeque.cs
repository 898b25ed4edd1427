using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Enso.Queues;

/// <summary>A ring that doubles when it is full, up to a maximum, and never shrinks.</summary>
/// <remarks>Growing allocates and copies what nobody has read yet; the old ring is the collector's. A reader that looks at
/// messages in the old ring may go on: nobody writes there any more.</remarks>
/// <typeparam name="T">The type of the messages.</typeparam>
public readonly struct VecDeque<T> : IStorage<T, VecDeque<T>>
{
    private readonly Shared _shared;

    private VecDeque(Shared shared) => _shared = shared;

    /// <inheritdoc/>
    public static bool IsFixed => false;

    /// <inheritdoc/>
    public long MaximumCapacity => _shared.Maximum;

    /// <inheritdoc/>
    public long Capacity => Items.Length;

    private T[] Items
    {
        // Pairs with the write in TryGrow: a reader that has seen a sequence published since sees the ring that holds it.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Volatile.Read(ref _shared.Items);
    }

    /// <inheritdoc/>
    public static VecDeque<T> Create(int capacity, long maximum, Func<T>? fill)
    {
        T[] items = new T[Capacities.Check(capacity)];
        Fill(items, fill);
        long limit = maximum == 0 ? Capacities.Maximum : Math.Min(maximum, Capacities.Maximum);
        return new VecDeque<T>(new Shared(items, (long)BitOperations.RoundUpToPowerOf2((ulong)limit + 1) >> 1, fill));
    }

    /// <inheritdoc/>
    public long LimitFor(long oldest) => oldest + Capacity;

    /// <inheritdoc/>
    public long OldestFor(long limit) => limit - MaximumCapacity;

    /// <inheritdoc/>
    public bool TryGrow(long oldest, long next, long limit)
    {
        T[] old = _shared.Items;
        if (old.Length >= _shared.Maximum)
        {
            return false;
        }

        T[] grown = new T[old.Length * 2];
        Fill(grown, _shared.Fill);
        for (long sequence = oldest; sequence < next; sequence++)
        {
            grown[sequence & (grown.Length - 1)] = old[sequence & (old.Length - 1)];
        }

        Volatile.Write(ref _shared.Items, grown);
        return true;
    }

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
    public void Seek(long sequence)
    {
    }

    /// <inheritdoc/>
    public void Prefetch(long sequence, int count) => Lines.Prefetch(Run(sequence, count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref T At(long sequence)
    {
        T[] items = Items;
        return ref Unsafe.Add(
            ref MemoryMarshal.GetArrayDataReference(items), (nint)((int)sequence & (items.Length - 1)));
    }

    private Span<T> Run(long sequence, int count)
    {
        T[] items = Items;
        int first = (int)sequence & (items.Length - 1);
        return items.AsSpan(first, Math.Min(count, items.Length - first));
    }

    private static void Fill(T[] items, Func<T>? fill)
    {
        for (int i = 0; fill is not null && i < items.Length; i++)
        {
            items[i] = fill();
        }
    }

    private sealed class Shared(T[] items, long maximum, Func<T>? fill)
    {
        public T[] Items = items;

        public long Maximum { get; } = maximum;

        public Func<T>? Fill { get; } = fill;
    }
}
