using System.Runtime.CompilerServices;

namespace Enso.Scheduler;

/// <summary>What a <see cref="TreeTimers"/> holds.</summary>
/// <remarks>An entry comes before its four children. They have the key in them, so that to go down the heap touches
/// one cache line a level; each timer knows where its entry is. The root is entry <see cref="Root"/>: so siblings
/// begin at multiples of four, on a line of their own.</remarks>
internal sealed class Heap
{
    private const int Root = 3;
    private const int Children = 4;

    private TimerNodes _nodes;
    private Slabs<Entry> _entries;

    // The first free entry.
    private int _end = Root;
    private uint _order;

    // The latest poll.
    private long _now;

    /// <summary>Makes it.</summary>
    /// <param name="options">With what; looked through already.</param>
    public Heap(TimerOptions options)
    {
        _nodes = new TimerNodes(options);
        _entries.Reserve(Root + options.Capacity);
        _now = options.Start;
    }

    /// <inheritdoc cref="ITimerQueue.Count"/>
    public int Count => _nodes.Count;

    /// <inheritdoc cref="ITimerQueue.NextDue"/>
    public long NextDue => _end == Root ? long.MaxValue : _entries[Root].At;

    /// <inheritdoc cref="ITimerQueue.Create"/>
    public TimerHandle Create(long due, in TimerTerms terms)
    {
        int index = _nodes.Take(due, terms);
        _entries.Reserve(_end + 1);
        Rise(_end++, TimeOf(due, terms.Slack), WordOf(index));
        return new TimerHandle(index, _nodes[index].Generation);
    }

    /// <inheritdoc cref="ITimerQueue.Cancel"/>
    public bool Cancel(TimerHandle timer)
    {
        if (!_nodes.Contains(timer))
        {
            return false;
        }

        ref TimerNode node = ref _nodes[timer.Index];
        RemoveAt(node.Next);
        _nodes.Release(timer.Index, ref node);
        return true;
    }

    /// <inheritdoc cref="ITimerQueue.Advance"/>
    public void Advance(long now)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(now);

        // The end of time is never reached.
        _now = Math.Max(_now, Math.Min(now, long.MaxValue - 1));
    }

    /// <inheritdoc cref="ITimerQueue.TryExpire"/>
    public bool TryExpire(long now, out Expiry expiry)
    {
        expiry = default;
        Advance(now);
        if (now < _now || NextDue > _now)
        {
            return false;
        }

        int index = (int)_entries[Root].Word;
        ref TimerNode node = ref _nodes[index];
        if (TimerNodes.Expire(index, ref node, _now, out expiry))
        {
            Sink(Root, TimeOf(node.Due, node.Slack), WordOf(index));
        }
        else
        {
            RemoveAt(Root);
            _nodes.Release(index, ref node);
        }

        return true;
    }

    // Orders are compared by their difference, so that they may start again from 0.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsBefore(long at, ulong word, in Entry other) =>
        at < other.At || (at == other.At && unchecked((int)((uint)(word >> 32) - (uint)(other.Word >> 32))) < 0);

    private static int Parent(int place) => (place / Children) + Root - 1;

    private long TimeOf(long due, long slack)
    {
        if (due <= _now)
        {
            return _now;
        }

        return slack == 0 ? due : TimerNodes.Meeting(due, TimerNodes.Later(due, slack));
    }

    private ulong WordOf(int index) => ((ulong)unchecked(_order++) << 32) | (uint)index;

    private void RemoveAt(int place)
    {
        _end--;
        if (place == _end)
        {
            return;
        }

        ref Entry last = ref _entries[_end];
        if (place != Root && IsBefore(last.At, last.Word, _entries[Parent(place)]))
        {
            Rise(place, last.At, last.Word);
        }
        else
        {
            Sink(place, last.At, last.Word);
        }
    }

    // Entries go from place to place a word at a time: read as one where they have just been written as two, they
    // would wait until they are in the cache.
    private void Rise(int place, long at, ulong word)
    {
        while (place != Root)
        {
            int parent = Parent(place);
            ref Entry above = ref _entries[parent];
            if (!IsBefore(at, word, above))
            {
                break;
            }

            Put(place, above.At, above.Word);
            place = parent;
        }

        Put(place, at, word);
    }

    private void Sink(int place, long at, ulong word)
    {
        while (true)
        {
            int child = (place - Root + 1) * Children;
            if (child >= _end)
            {
                break;
            }

            // The siblings lie in one slab, for its length is a multiple of their number.
            ref Entry first = ref _entries[child];
            ref Entry below = ref first;
            int count = Math.Min(Children, _end - child);
            int least = 0;
            for (int i = 1; i < count; i++)
            {
                ref Entry other = ref Unsafe.Add(ref first, i);
                if (IsBefore(other.At, other.Word, below))
                {
                    below = ref other;
                    least = i;
                }
            }

            if (!IsBefore(below.At, below.Word, new Entry { At = at, Word = word }))
            {
                break;
            }

            Put(place, below.At, below.Word);
            place = child + least;
        }

        Put(place, at, word);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Put(int place, long at, ulong word)
    {
        ref Entry entry = ref _entries[place];
        entry.At = at;
        entry.Word = word;
        _nodes[(int)word].Next = place;
    }

    /// <summary>A place in the heap: a quarter of a cache line.</summary>
    private struct Entry
    {
        /// <summary>When its timer is given.</summary>
        public long At;

        /// <summary>Which came first of those at the same time, and below, in 32 bits, its timer.</summary>
        public ulong Word;
    }
}
