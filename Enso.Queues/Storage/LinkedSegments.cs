using System.Runtime.CompilerServices;

namespace Enso.Queues;

/// <summary>Segments of memory, linked one after another: the queue grows by a segment at a time, and nothing is ever
/// moved. Segments that everybody has read are used again.</summary>
/// <typeparam name="T">The type of the messages.</typeparam>
public struct LinkedSegments<T> : IStorage<T, LinkedSegments<T>>
{
    private readonly Shared _shared;
    private readonly int _mask;
    private readonly int _shift;

    // Where this end is: each end walks by itself.
    private Segment _segment;

    private LinkedSegments(Shared shared)
    {
        _shared = shared;
        _mask = shared.Length - 1;
        _shift = System.Numerics.BitOperations.Log2((uint)shared.Length);
        _segment = shared.Oldest;
    }

    /// <inheritdoc/>
    public static bool IsFixed => false;

    /// <inheritdoc/>
    public static bool IsSegmented => true;

    /// <inheritdoc/>
    public readonly long MaximumCapacity => _shared.Maximum;

    /// <inheritdoc/>
    public readonly long Capacity => _shared.Capacity;

    /// <summary>The first sequence of each segment, the oldest first.</summary>
    internal readonly long[] Segments => _shared.Segments;

    /// <inheritdoc/>
    /// <remarks><paramref name="capacity"/> is the length of a segment.</remarks>
    public static LinkedSegments<T> Create(int capacity, long maximum, Func<T>? fill) => new(new Shared(
        Capacities.Check(capacity), maximum == 0 ? long.MaxValue >> 2 : maximum / capacity * capacity, fill));

    /// <inheritdoc/>
    public readonly long LimitFor(long oldest) => Math.Min(_shared.End, oldest + _shared.Maximum);

    /// <inheritdoc/>
    public readonly long OldestFor(long limit) => limit - _shared.Maximum;

    /// <inheritdoc/>
    public readonly bool TryGrow(long oldest, long next, long limit) =>
        limit > _shared.End && _shared.TryGrow(oldest >> _shift);

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
    public void Seek(long sequence) => _segment = _shared.Find(sequence >> _shift);

    /// <inheritdoc/>
    public void Prefetch(long sequence, int count) => Lines.Prefetch(Run(sequence, count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref T At(long sequence)
    {
        Segment segment = _segment;
        if (segment.Number != sequence >> _shift)
        {
            segment = Walk(sequence >> _shift);
        }

        return ref segment.Items[(int)sequence & _mask];
    }

    private Span<T> Run(long sequence, int count)
    {
        int first = (int)sequence & _mask;
        _ = At(sequence);
        return _segment.Items.AsSpan(first, Math.Min(count, _mask + 1 - first));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private Segment Walk(long number)
    {
        // The segment that this end has left may be in use again, elsewhere in the list; the one that it comes to is not,
        // for it holds what this end reads or writes next.
        Segment? segment = _segment;
        while (segment is not null && Volatile.Read(ref segment.Number) < number)
        {
            segment = Volatile.Read(ref segment.Next);
        }

        _segment = segment is not null && Volatile.Read(ref segment.Number) == number ? segment : _shared.Find(number);
        return _segment;
    }

    private sealed class Segment(T[] items, long number)
    {
        public readonly T[] Items = items;
        public long Number = number;
        public Segment? Next;
    }

    private sealed class Shared
    {
        private readonly Func<T>? _fill;
        private readonly Lock _lock = new();
        private Segment _newest;

        public Shared(int length, long maximum, Func<T>? fill)
        {
            Length = length;
            Maximum = Math.Max(length, maximum);
            _fill = fill;
            Oldest = _newest = Make(0);
        }

        public int Length { get; }

        public long Maximum { get; }

        public Segment Oldest { get; private set; }

        public long Capacity
        {
            get
            {
                lock (_lock)
                {
                    return Math.Min(Maximum, (_newest.Number - Oldest.Number + 1) * Length);
                }
            }
        }

        public long[] Segments
        {
            get
            {
                lock (_lock)
                {
                    List<long> starts = [];
                    for (Segment? segment = Oldest; segment is not null; segment = segment.Next)
                    {
                        starts.Add(segment.Number * Length);
                    }

                    return [.. starts];
                }
            }
        }

        // The writer's thread, which alone makes it grow, asks.
        public long End => (_newest.Number + 1) * Length;

        public Segment Find(long number)
        {
            lock (_lock)
            {
                Segment segment = Oldest;
                while (segment.Number < number && segment.Next is not null)
                {
                    segment = segment.Next;
                }

                return segment;
            }
        }

        // Messages need not begin where a segment does, so there is one segment more than they fill. The oldest segment,
        // once everybody has read it, is put behind the newest; else a new one is made.
        public bool TryGrow(long oldestNumber)
        {
            lock (_lock)
            {
                Segment segment;
                if (Oldest.Number < oldestNumber && Oldest == _newest)
                {
                    Volatile.Write(ref Oldest.Number, oldestNumber);
                    return true;
                }

                if (Oldest.Number < oldestNumber)
                {
                    segment = Oldest;
                    Oldest = segment.Next!;
                    Volatile.Write(ref segment.Next, null);
                    Volatile.Write(ref segment.Number, _newest.Number + 1);
                }
                else if ((_newest.Number - Oldest.Number) * Length < Maximum)
                {
                    segment = Make(_newest.Number + 1);
                }
                else
                {
                    return false;
                }

                Volatile.Write(ref _newest.Next, segment);
                _newest = segment;
                return true;
            }
        }

        private Segment Make(long number)
        {
            T[] items = new T[Length];
            for (int i = 0; _fill is not null && i < items.Length; i++)
            {
                items[i] = _fill();
            }

            return new Segment(items, number);
        }
    }
}
