using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Enso.Scheduler;

/// <summary>What a <see cref="WheelTimers"/> holds.</summary>
/// <remarks><para>Time is in ticks. A tick's number has 11 digits to the base of 64; level L of the wheel has a slot
/// for each value of digit L. A timer lies on the level of the highest digit in which its tick differs from the hand,
/// in the slot of that digit. So:</para>
/// <list type="bullet">
/// <item>on each level, slots that hold timers are after the hand's own (on level 0: or the hand's own);</item>
/// <item>what lies on a level comes before all that lies on a higher one, and what lies in a slot before what lies in
/// a later one: the first timer is in the first occupied slot of the lowest occupied level;</item>
/// <item>the hand can go as far as that slot's beginning and nothing has to be moved.</item>
/// </list>
/// <para>When the hand enters a slot of a higher level, its timers are moved to lower ones (they agree with the hand
/// in one digit more). While that goes on, over several polls if they are many, the hand stands still; it was put so
/// that none of them comes before it.</para></remarks>
internal sealed class Wheel
{
    private const int DigitBits = 6;
    private const int SlotsPerLevel = 1 << DigitBits;
    private const int DigitMask = SlotsPerLevel - 1;
    private const int Levels = 11;
    private const int None = -1;

    private readonly Slot[] _slots = new Slot[Levels * SlotsPerLevel];

    // A bit for each slot that holds timers, for each level.
    private readonly ulong[] _occupied = new ulong[Levels];
    private readonly int _shift;

    private TimerNodes _nodes;

    // A bit for each level that holds timers.
    private uint _levels;

    // All pending timers are at this tick or later.
    private long _hand;

    // The latest poll, and its tick.
    private long _now;
    private long _nowTick;

    // The slot whose timers are being moved.
    private int _moving = None;

    /// <summary>Makes it.</summary>
    /// <param name="options">With what; looked through already.</param>
    public Wheel(TimerOptions options)
    {
        _nodes = new TimerNodes(options);
        _shift = BitOperations.TrailingZeroCount(options.Tick);
        _now = options.Start;
        _nowTick = _now >> _shift;
        _hand = _nowTick;
        _slots.AsSpan().Fill(new Slot { First = None, Last = None });
    }

    /// <inheritdoc cref="ITimerQueue.Count"/>
    public int Count => _nodes.Count;

    /// <inheritdoc cref="ITimerQueue.NextDue"/>
    public long NextDue
    {
        get
        {
            if (_levels == 0)
            {
                return long.MaxValue;
            }

            long tick = _moving == None ? _slots[FirstSlot()].Earliest : _hand;
            return tick > long.MaxValue >> _shift ? long.MaxValue : tick << _shift;
        }
    }

    /// <inheritdoc cref="ITimerQueue.Create"/>
    public TimerHandle Create(long due, in TimerTerms terms)
    {
        int index = _nodes.Take(due, terms);
        ref TimerNode node = ref _nodes[index];
        node.At = TickOf(due, terms.Slack);
        Insert(index, ref node);
        return new TimerHandle(index, node.Generation);
    }

    /// <inheritdoc cref="ITimerQueue.Cancel"/>
    public bool Cancel(TimerHandle timer)
    {
        if (!_nodes.Contains(timer))
        {
            return false;
        }

        ref TimerNode node = ref _nodes[timer.Index];
        Remove(ref node);
        _nodes.Release(timer.Index, ref node);
        return true;
    }

    /// <inheritdoc cref="ITimerQueue.Advance"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Advance(long now)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(now);

        // The end of time is never reached.
        _now = Math.Max(_now, Math.Min(now, long.MaxValue - 1));
        _nowTick = _now >> _shift;
    }

    /// <inheritdoc cref="ITimerQueue.TryExpire"/>
    public bool TryExpire(long now, out Expiry expiry)
    {
        expiry = default;
        Advance(now);
        if (now < _now)
        {
            return false;
        }

        int moves = WheelTimers.MostMoves;
        while (true)
        {
            if (((_occupied[0] >> (int)(_hand & DigitMask)) & 1) != 0)
            {
                Expire((int)(_hand & DigitMask), out expiry);
                return true;
            }

            if (_moving != None)
            {
                moves = Move(moves);
                if (_moving != None && moves == 0 && ((_occupied[0] >> (int)(_hand & DigitMask)) & 1) == 0)
                {
                    return false;
                }
            }
            else if (!TryTurn())
            {
                return false;
            }
        }
    }

    // Puts the hand to the next slot with timers, if that has begun; otherwise to the present.
    private bool TryTurn()
    {
        if (_levels == 0)
        {
            _hand = _nowTick;
            return false;
        }

        int slot = FirstSlot();
        int shift = slot / SlotsPerLevel * DigitBits;
        long begin = (((_hand >> shift) & ~(long)DigitMask) | (uint)(slot & DigitMask)) << shift;
        if (begin > _nowTick)
        {
            _hand = _nowTick;
            return false;
        }

        // No timer comes before the slot's earliest one, so the hand may pass over what is before that.
        _hand = Math.Min(_nowTick, _slots[slot].Earliest);
        if (slot >= SlotsPerLevel)
        {
            _moving = slot;
        }

        return true;
    }

    // Moves timers out of the slot that the hand has entered; what is left of their number.
    private int Move(int moves)
    {
        ref Slot slot = ref _slots[_moving];
        while (slot.First != None && moves > 0)
        {
            int index = slot.First;
            ref TimerNode node = ref _nodes[index];
            slot.First = node.Next;
            Insert(index, ref node);
            moves--;
        }

        if (slot.First == None)
        {
            slot.Last = None;
            Vacate(_moving);
            _moving = None;
        }
        else
        {
            _nodes[slot.First].Previous = None;
        }

        return moves;
    }

    // Takes the first timer of a slot of the lowest level.
    private void Expire(int slot, out Expiry expiry)
    {
        int index = _slots[slot].First;
        ref TimerNode node = ref _nodes[index];
        Remove(ref node);
        if (TimerNodes.Expire(index, ref node, _now, out expiry))
        {
            node.At = TickOf(node.Due, node.Slack);
            Insert(index, ref node);
        }
        else
        {
            _nodes.Release(index, ref node);
        }
    }

    // Due times are rounded up, so that no timer is early, and the end of the slack down.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private long TickOf(long due, long slack)
    {
        if (due <= _now)
        {
            return _nowTick;
        }

        // Without an overflow at the end of time; a due time after the latest poll is above 0.
        long first = ((due - 1) >> _shift) + 1;
        if (slack == 0)
        {
            return first;
        }

        long last = TimerNodes.Later(due, slack) >> _shift;
        return last <= first ? first : TimerNodes.Meeting(first, last);
    }

    private void Insert(int index, ref TimerNode node)
    {
        Debug.Assert(node.At >= _hand, "No timer lies before the hand.");
        int level = BitOperations.Log2((ulong)(node.At ^ _hand) | 1) / DigitBits;
        int digit = (int)(node.At >> (level * DigitBits)) & DigitMask;
        int number = (level * SlotsPerLevel) + digit;
        ref Slot slot = ref _slots[number];
        node.Slot = (short)number;
        node.Next = None;
        node.Previous = slot.Last;
        if (slot.Last == None)
        {
            slot.First = index;
            slot.Last = index;
            slot.Earliest = node.At;
            _occupied[level] |= 1UL << digit;
            _levels |= 1U << level;
            return;
        }

        _nodes[slot.Last].Next = index;
        slot.Last = index;
        if (node.At < slot.Earliest)
        {
            slot.Earliest = node.At;
        }
    }

    private void Remove(ref TimerNode node)
    {
        ref Slot slot = ref _slots[node.Slot];
        int next = node.Next;
        int previous = node.Previous;
        if (previous == None)
        {
            slot.First = next;
        }
        else
        {
            _nodes[previous].Next = next;
        }

        if (next != None)
        {
            _nodes[next].Previous = previous;
            return;
        }

        slot.Last = previous;
        if (previous == None)
        {
            Vacate(node.Slot);
            if (_moving == node.Slot)
            {
                _moving = None;
            }
        }
    }

    private void Vacate(int slot)
    {
        int level = slot / SlotsPerLevel;
        _occupied[level] &= ~(1UL << (slot & DigitMask));
        if (_occupied[level] == 0)
        {
            _levels &= ~(1U << level);
        }
    }

    // The slot that holds the first timer.
    private int FirstSlot()
    {
        int level = BitOperations.TrailingZeroCount(_levels);
        return (level * SlotsPerLevel) + BitOperations.TrailingZeroCount(_occupied[level]);
    }

    /// <summary>A list of timers.</summary>
    private struct Slot
    {
        /// <summary>Its first timer.</summary>
        public int First;

        /// <summary>Its last timer.</summary>
        public int Last;

        /// <summary>No timer of it is before this tick.</summary>
        public long Earliest;
    }
}
