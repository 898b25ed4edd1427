using System.Runtime.CompilerServices;

namespace Enso.Scheduler;

/// <summary>What a <see cref="TreeTimers"/> holds.</summary>
/// <remarks>An entry comes before its four children. They have the key in them, so that to go down the heap touches one cache
/// line a level; each timer knows where its entry is. The root is entry <see cref="Root"/>: so siblings begin at multiples of
/// four, on a line of their own.</remarks>
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
        Rise(_end++, MakeEntry(index, due, terms.Slack));
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

        int index = _entries[Root].Node;
        ref TimerNode node = ref _nodes[index];
        if (TimerNodes.Expire(index, ref node, _now, out expiry))
        {
            Sink(Root, MakeEntry(index, node.Due, node.Slack));
        }
        else
        {
            RemoveAt(Root);
            _nodes.Release(index, ref node);
        }

        return true;
    }

    // Orders are compared by their difference, so that they may start again from 0.
    private static bool IsBefore(in Entry one, in Entry other) =>
        one.At < other.At || (one.At == other.At && unchecked((int)(one.Order - other.Order)) < 0);

    private Entry MakeEntry(int index, long due, long slack)
    {
        long at = due;
        if (due <= _now)
        {
            at = _now;
        }
        else if (slack != 0)
        {
            at = TimerNodes.Meeting(due, TimerNodes.Later(due, slack));
        }

        return new Entry { At = at, Order = unchecked(_order++), Node = index };
    }

    private void RemoveAt(int place)
    {
        Entry last = _entries[--_end];
        if (place == _end)
        {
            return;
        }

        if (place != Root && IsBefore(last, _entries[Parent(place)]))
        {
            Rise(place, last);
        }
        else
        {
            Sink(place, last);
        }
    }

    private static int Parent(int place) => (place / Children) + Root - 1;

    private void Rise(int place, in Entry entry)
    {
        while (place != Root)
        {
            int parent = Parent(place);
            ref Entry above = ref _entries[parent];
            if (!IsBefore(entry, above))
            {
                break;
            }

            Put(place, above);
            place = parent;
        }

        Put(place, entry);
    }

    private void Sink(int place, in Entry entry)
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
            int count = Math.Min(Children, _end - child);
            int least = 0;
            for (int i = 1; i < count; i++)
            {
                least = IsBefore(Unsafe.Add(ref first, i), Unsafe.Add(ref first, least)) ? i : least;
            }

            ref Entry below = ref Unsafe.Add(ref first, least);
            if (!IsBefore(below, entry))
            {
                break;
            }

            Put(place, below);
            place = child + least;
        }

        Put(place, entry);
    }

    private void Put(int place, in Entry entry)
    {
        _entries[place] = entry;
        _nodes[entry.Node].Next = place;
    }

    /// <summary>A place in the heap: a quarter of a cache line.</summary>
    private struct Entry
    {
        /// <summary>When its timer is given.</summary>
        public long At;

        /// <summary>Which came first of those at the same time.</summary>
        public uint Order;

        /// <summary>Its timer.</summary>
        public int Node;
    }
}
