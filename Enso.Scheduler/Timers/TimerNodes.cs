using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Enso.Scheduler;

/// <summary>The timers of a queue, pending and free, and what all queues do with one.</summary>
/// <remarks>Free nodes are a stack, so that the one that is taken next was used last and is in the cache. Above
/// <see cref="_used"/> are nodes that never were used. It is a structure so that it lies in its queue; it must not be
/// copied. </remarks>
internal struct TimerNodes
{
    private Slabs<TimerNode> _nodes;
    private readonly int _maximum;
    private int _used;
    private int _free;

    /// <summary>Makes them.</summary>
    /// <param name="options">With what.</param>
    public TimerNodes(TimerOptions options)
    {
        _maximum = options.MaximumCapacity;
        _free = TimerNode.None;
        _nodes.Reserve(options.Capacity);
    }

    /// <summary>How many are pending.</summary>
    public int Count { readonly get; private set; }

    /// <summary>A node that is or was pending.</summary>
    /// <param name="index">Its index.</param>
    public readonly ref TimerNode this[int index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref _nodes[index];
    }

    /// <summary>Refuses terms that no timer can have.</summary>
    /// <param name="terms">The terms.</param>
    /// <exception cref="ArgumentOutOfRangeException">A term has a value that is not allowed; the message says what is.
    /// </exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Check(in TimerTerms terms)
    {
        if ((terms.Interval | terms.Slack) < 0 || terms.Late > LateTicks.Deliver)
        {
            Refuse(terms);
        }
    }

    /// <summary>Takes a node and fills it in, but for the time at which the queue gives it and the queue's
    /// links.</summary>
    /// <param name="due">When it is due.</param>
    /// <param name="terms">Its terms.</param>
    /// <returns>Its index.</returns>
    public int Take(long due, in TimerTerms terms)
    {
        Check(in terms);

        int index = _free;
        if (index < 0)
        {
            index = TakeFresh();
        }

        ref TimerNode node = ref _nodes[index];
        _free = node.Next;
        node.Due = due;
        node.Interval = terms.Interval;
        node.Slack = terms.Slack;
        node.State = terms.State;
        node.Target = terms.Target;
        node.Late = terms.Late;
        node.IsPending = true;
        Count++;
        return index;
    }

    /// <summary>Makes a node free.</summary>
    /// <param name="index">Its index.</param>
    /// <param name="node">The node.</param>
    public void Release(int index, ref TimerNode node)
    {
        // 0 is the generation of the handle that names nothing.
        node.Generation = node.Generation == uint.MaxValue ? 1 : node.Generation + 1;
        node.IsPending = false;
        node.Next = _free;
        _free = index;
        Count--;
    }

    /// <summary>Whether a handle names a timer that is pending.</summary>
    /// <param name="timer">The handle.</param>
    public readonly bool Contains(TimerHandle timer)
    {
        if ((uint)timer.Index >= (uint)_used)
        {
            return false;
        }

        ref TimerNode node = ref _nodes[timer.Index];
        return node.Generation == timer.Generation && node.IsPending;
    }

    /// <summary>Makes the expiry of a node and, if it has an interval, moves its due time on.</summary>
    /// <param name="index">Its index.</param>
    /// <param name="node">The node.</param>
    /// <param name="now">The time.</param>
    /// <param name="expiry">The expiry.</param>
    /// <returns>Whether it has an interval.</returns>
    public static bool Expire(int index, ref TimerNode node, long now, out Expiry expiry)
    {
        long due = node.Due;
        long missed = 0;
        if (node.Interval != 0)
        {
            node.Due = Following(due, node.Interval, node.Late, now, out missed);
        }

        expiry = new Expiry(new TimerHandle(index, node.Generation), due, missed, node.State, node.Target);
        return node.Interval != 0;
    }

    /// <summary>The time in a window at which most timers come together: the one that can be divided by the largest
    /// power of two. Two windows that hold the same such time choose it both.</summary>
    /// <param name="first">The window's beginning; at least 0.</param>
    /// <param name="last">Its end, not before the beginning.</param>
    public static long Meeting(long first, long last)
    {
        // The highest bit in which the end differs from what lies just before the window: the end has it, and with
        // all bits below it cleared it is still in the window.
        int bit = 63 - (int)ulong.LeadingZeroCount((ulong)((first - 1) ^ last));
        return last & (-1L << bit);
    }

    /// <summary>The sum, or the end of time.</summary>
    /// <param name="time">At least 0.</param>
    /// <param name="duration">At least 0.</param>
    public static long Later(long time, long duration)
    {
        long sum = unchecked(time + duration);
        return sum < 0 ? long.MaxValue : sum;
    }

    // The difference is taken without a sign, in which it cannot overflow: a due time may be far below 0.
    private static long Following(long due, long interval, LateTicks late, long now, out long missed)
    {
        missed = 0;
        ulong passed = unchecked((ulong)(now - due));
        if (passed < (ulong)interval || late == LateTicks.Deliver)
        {
            return due >= 0 ? Later(due, interval) : due + interval;
        }

        (ulong whole, ulong rest) = Math.DivRem(passed, (ulong)interval);
        missed = (long)Math.Min(whole, long.MaxValue);
        return Later(now, interval - (long)rest);
    }

    [DoesNotReturn]
    private static void Refuse(in TimerTerms terms)
    {
        if (terms.Interval < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(terms), terms.Interval,
                "An interval is at least 1 nanosecond, or 0 for a timer that expires once.");
        }

        if (terms.Slack < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(terms), terms.Slack, "A slack is at least 0 nanoseconds.");
        }

        throw new ArgumentOutOfRangeException(nameof(terms), terms.Late,
            $"Late ticks are {LateTicks.Coalesce} or {LateTicks.Deliver}.");
    }

    private int TakeFresh()
    {
        if (_used == _maximum)
        {
            throw new InvalidOperationException(
                $"All {_maximum} timers that {nameof(TimerOptions.MaximumCapacity)} allows are pending.");
        }

        _nodes.Reserve(_used + 1);
        int index = _used++;
        _nodes[index].Generation = 1;
        _nodes[index].Next = TimerNode.None;
        return index;
    }
}
