using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Enso.Queues;

/// <summary>A fixed array, used as a ring.</summary>
/// <typeparam name="T">The type of the messages.</typeparam>
public readonly struct Vec<T> : IStorage<T, Vec<T>>
{
    private readonly T[] _items;
    private readonly nint _mask;

    private Vec(T[] items)
    {
        _items = items;
        _mask = items.Length - 1;
    }

    /// <inheritdoc/>
    public static bool IsFixed => true;

    /// <inheritdoc/>
    public long MaximumCapacity => _items.Length;

    /// <inheritdoc/>
    public long Capacity => _items.Length;

    /// <inheritdoc/>
    public static Vec<T> Create(int capacity, long maximum, Func<T>? fill)
    {
        T[] items = new T[Capacities.Check(capacity)];
        for (int i = 0; fill is not null && i < items.Length; i++)
        {
            items[i] = fill();
        }

        return new Vec<T>(items);
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
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<T> ToWrite(long sequence, int count) => Run(sequence, count);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref T ToRead(long sequence) => ref At(sequence);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<T> ToRead(long sequence, int count) => Run(sequence, count);

    /// <inheritdoc/>
    public void Seek(long sequence)
    {
    }

    /// <inheritdoc/>
    public void Prefetch(long sequence, int count) => Lines.Prefetch(Run(sequence, count));

    // No bounds check: the mask keeps the index inside. No covariance check either: the array is of exactly T.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref T At(long sequence) =>
        ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_items), (nint)sequence & _mask);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Span<T> Run(long sequence, int count)
    {
        int room = (int)(_mask + 1 - ((nint)sequence & _mask));
        return MemoryMarshal.CreateSpan(ref At(sequence), Math.Min(count, room));
    }
}
