using System.Runtime.InteropServices;

namespace Enso.Machine.Interrupts;

/// <summary>A core's interrupts that have come and were not served: a ring for each of 16 classes, 0 the highest.
/// The core's top half puts in, its reactor takes out; neither ever waits for the other.</summary>
/// <remarks><para>It lies in memory that does not move and is always mapped, with the rings behind it: <see
/// cref="BytesFor"/> says how much. Rings are 16 times <see cref="Capacity"/> of <see cref="InterruptRecord"/>, class 0's first.</para>
/// <list type="table">
/// <item>000: what is set once (and routes, which the upper half changes)</item>
/// <item>200: the top half's: heads, then counts by vector</item>
/// <item>1B00: the reactor's: tails</item>
/// <item>1B80: both's: which classes have one, which lines are held back</item>
/// <item>1C00: the rings</item>
/// </list>
/// <para>Invariants. The records of a ring are those from tail to head, at most <see cref="Capacity"/>. Top
/// halves of a core do not nest: they run with interrupts off. A level-triggered line is masked by its top half
/// before the push and unmasked when its handler has ended, just before its record is taken out. Where the ring
/// is full it is held back, masked, without a record, until half of the ring is free.</para></remarks>
[StructLayout(LayoutKind.Explicit, Size = Rings)]
internal unsafe struct InterruptQueues
{
    /// <summary>Classes, 0 the highest.</summary>
    public const int Classes = 16;

    /// <summary>Vectors of a core.</summary>
    public const int Vectors = 256;

    /// <summary>The most records that a class's ring can be made for.</summary>
    public const uint MaximumCapacity = 1 << 16;

    private const int Rings = 0x1C00;
    private const int ClassBits = Classes - 1;
    private const int LevelBit = 0x80;
    private const int TakenBit = 0x40;
    private const int WakesBit = 0x20;

    /// <summary>Records that a class's ring holds: a power of two.</summary>
    [FieldOffset(0x000)]
    public uint Capacity;

    // Each vector's class, and whether its line triggers by level.
    [FieldOffset(0x080)]
    private fixed byte _routes[Vectors];

    [FieldOffset(0x200)]
    private fixed uint _heads[Classes];

    [FieldOffset(0x280)]
    private fixed ulong _raised[Vectors];

    [FieldOffset(0xA80)]
    private fixed ulong _lost[Vectors];

    [FieldOffset(0x1280)]
    private fixed ulong _deferrals[Vectors];

    [FieldOffset(0x1B00)]
    private fixed uint _tails[Classes];

    // A bit for each class that has one.
    [FieldOffset(0x1B80)]
    private uint _waiting;

    [FieldOffset(0x1B88)]
    private fixed ulong _deferred[Vectors / 64];

    // How many lines are held back.
    [FieldOffset(0x1BA8)]
    private int _deferredLines;

    /// <summary>How much memory the queues of a core need.</summary>
    /// <param name="capacity">Records for each class: a power of two up to <see cref="MaximumCapacity"/>.</param>
    /// <returns>Bytes; 0 when the capacity is not allowed.</returns>
    public static ulong BytesFor(uint capacity) =>
        capacity == 0 || capacity > MaximumCapacity || !System.Numerics.BitOperations.IsPow2(capacity)
            ? 0
            : Rings + ((ulong)capacity * Classes * (ulong)sizeof(InterruptRecord));

    /// <summary>Makes empty queues, before anybody uses them. A vector's class is at first that of the processor's
    /// own priorities: the vector's upper four bits, the largest the highest.</summary>
    /// <param name="queues">The memory, of zeros.</param>
    /// <param name="capacity">As for <see cref="BytesFor"/>.</param>
    public static void Initialise(InterruptQueues* queues, uint capacity)
    {
        queues->Capacity = capacity;
        for (int vector = 0; vector < Vectors; vector++)
        {
            queues->_routes[vector] = (byte)(ClassBits - (vector >> 4));
        }
    }

    /// <summary>Has a vector come into a class; until then a top half does not put it in. What is in a ring stays
    /// there.</summary>
    /// <param name="queues">The core's.</param>
    /// <param name="vector">The vector.</param>
    /// <param name="interruptClass">The class.</param>
    /// <param name="isLevel">Whether its line triggers by level.</param>
    /// <param name="endsSleep">Whether each is to end the reactor's sleep; else it is put in while the reactor is
    /// awake, and not while it sleeps.</param>
    public static void Route(
        InterruptQueues* queues, int vector, int interruptClass, bool isLevel, bool endsSleep) =>
        Volatile.Write(
            ref queues->_routes[vector & (Vectors - 1)],
            (byte)((interruptClass & ClassBits) | TakenBit | (isLevel ? LevelBit : 0) | (endsSleep ? WakesBit : 0)));

    /// <summary>Has a vector come in no more, and its line be held back no more; it keeps its class.</summary>
    /// <param name="queues">The core's.</param>
    /// <param name="vector">The vector.</param>
    public static void Unroute(InterruptQueues* queues, int vector)
    {
        ref byte route = ref queues->_routes[vector & (Vectors - 1)];
        Volatile.Write(ref route, (byte)(route & ClassBits));
        TryTakeDeferred(queues, vector & (Vectors - 1));
    }

    /// <summary>Whether somebody serves a vector.</summary>
    /// <param name="queues">The core's.</param>
    /// <param name="vector">The vector.</param>
    public static bool IsTaken(InterruptQueues* queues, int vector) => Has(queues, vector, TakenBit);

    /// <summary>Whether a vector is to end the reactor's sleep.</summary>
    /// <param name="queues">The core's.</param>
    /// <param name="vector">The vector.</param>
    public static bool EndsSleep(InterruptQueues* queues, int vector) => Has(queues, vector, WakesBit);

    /// <summary>Whether a vector's line triggers by level: its top half masks it before it calls <see
    /// cref="Push"/>.</summary>
    /// <param name="queues">The core's.</param>
    /// <param name="vector">The vector.</param>
    public static bool IsLevel(InterruptQueues* queues, int vector) => Has(queues, vector, LevelBit);

    /// <summary>Puts an interrupt in, on the top half's side.</summary>
    /// <param name="queues">The core's.</param>
    /// <param name="vector">The vector.</param>
    /// <param name="stamp">When.</param>
    /// <param name="data">What the top half has to say.</param>
    /// <returns>What became of it.</returns>
    public static InterruptPush Push(InterruptQueues* queues, int vector, ulong stamp, ulong data)
    {
        vector &= Vectors - 1;
        int route = Volatile.Read(ref queues->_routes[vector]);
        int interruptClass = route & ClassBits;
        Count(ref queues->_raised[vector]);
        uint head = queues->_heads[interruptClass];

        // Pairs with the release in Release: what was taken out is not read any more.
        if (head - Volatile.Read(ref queues->_tails[interruptClass]) == queues->Capacity)
        {
            if ((route & LevelBit) == 0)
            {
                Count(ref queues->_lost[vector]);
                return InterruptPush.Lost;
            }

            Count(ref queues->_deferrals[vector]);

            // Pairs with the exchange in TryTakeDeferred. A line may come again while it is held back, if it was
            // unmasked meanwhile: it counts as one.
            ulong bit = 1UL << (vector & 63);
            if ((Interlocked.Or(ref queues->_deferred[vector >> 6], bit) & bit) == 0)
            {
                Interlocked.Increment(ref queues->_deferredLines);
            }

            return InterruptPush.Deferred;
        }

        InterruptRecord* record = At(queues, interruptClass, head);
        record->Stamp = stamp;
        record->Data = data;
        record->Vector = (uint)vector;

        // Before the class's bit: Waiting, which clears it when the ring is empty, looks at the head once more.
        Volatile.Write(ref queues->_heads[interruptClass], head + 1);
        Interlocked.Or(ref queues->_waiting, 1u << interruptClass);
        return InterruptPush.Queued;
    }

    /// <summary>Whether an interrupt or a line that is held back waits, on the reactor's side.</summary>
    /// <param name="queues">The core's.</param>
    public static bool HasWork(InterruptQueues* queues) =>
        Volatile.Read(ref queues->_waiting) != 0 || HasDeferred(queues);

    /// <summary>Whether lines are held back.</summary>
    /// <param name="queues">The core's.</param>
    public static bool HasDeferred(InterruptQueues* queues) => Volatile.Read(ref queues->_deferredLines) != 0;

    /// <summary>Which classes have an interrupt, on the reactor's side: a bit for each.</summary>
    /// <param name="queues">The core's.</param>
    public static uint Waiting(InterruptQueues* queues)
    {
        uint waiting = Volatile.Read(ref queues->_waiting);
        for (uint rest = waiting; rest != 0; rest &= rest - 1)
        {
            int i = System.Numerics.BitOperations.TrailingZeroCount(rest);
            if (Volatile.Read(ref queues->_heads[i]) == queues->_tails[i] && TryClear(queues, i))
            {
                waiting &= ~(1u << i);
            }
        }

        return waiting;
    }

    // A push that is under way sets the bit after the head: either its head is seen here once the bit is clear, or the bit is
    // set later. A bit that is set although the ring is empty does no harm, and is cleared the next time.
    private static bool TryClear(InterruptQueues* queues, int interruptClass)
    {
        uint bit = 1u << interruptClass;
        Interlocked.And(ref queues->_waiting, ~bit);
        if (Volatile.Read(ref queues->_heads[interruptClass]) == queues->_tails[interruptClass])
        {
            return true;
        }

        Interlocked.Or(ref queues->_waiting, bit);
        return false;
    }

    /// <summary>The oldest interrupt of a class that has one, where it lies, until <see cref="Release"/>.</summary>
    /// <param name="queues">The core's.</param>
    /// <param name="interruptClass">The class, one of <see cref="Waiting"/>.</param>
    public static InterruptRecord* Peek(InterruptQueues* queues, int interruptClass) =>
        At(queues, interruptClass & ClassBits, queues->_tails[interruptClass & ClassBits]);

    /// <summary>Takes the oldest interrupt of a class out.</summary>
    /// <param name="queues">The core's.</param>
    /// <param name="interruptClass">The class, which has one.</param>
    public static void Release(InterruptQueues* queues, int interruptClass)
    {
        // Pairs with the acquire in Push.
        ref uint tail = ref queues->_tails[interruptClass & ClassBits];
        Volatile.Write(ref tail, tail + 1);
    }

    /// <summary>Takes a line that was held back and half of whose class's places are free: the reactor unmasks
    /// it. So it waits for no more than that, though others of its class never let the ring run dry.</summary>
    /// <param name="queues">The core's.</param>
    /// <returns>Its vector; -1 when there is none.</returns>
    public static int TakeDeferred(InterruptQueues* queues)
    {
        if (!HasDeferred(queues))
        {
            return -1;
        }

        for (int i = 0; i < Vectors / 64; i++)
        {
            for (ulong rest = Volatile.Read(ref queues->_deferred[i]); rest != 0; rest &= rest - 1)
            {
                int vector = (i * 64) + System.Numerics.BitOperations.TrailingZeroCount(rest);
                int interruptClass = Volatile.Read(ref queues->_routes[vector]) & ClassBits;
                uint used = Volatile.Read(ref queues->_heads[interruptClass]) - queues->_tails[interruptClass];
                if (used <= queues->Capacity / 2 && TryTakeDeferred(queues, vector))
                {
                    return vector;
                }
            }
        }

        return -1;
    }

    // Pairs with the exchange in Push: whoever changes the bit changes the count.
    private static bool TryTakeDeferred(InterruptQueues* queues, int vector)
    {
        ulong bit = 1UL << (vector & 63);
        if ((Interlocked.And(ref queues->_deferred[vector >> 6], ~bit) & bit) == 0)
        {
            return false;
        }

        Interlocked.Decrement(ref queues->_deferredLines);
        return true;
    }

    /// <summary>How often a vector has come, lost ones and those held back too.</summary>
    /// <param name="queues">The core's.</param>
    /// <param name="vector">The vector.</param>
    public static ulong RaisedOf(InterruptQueues* queues, int vector) =>
        Volatile.Read(ref queues->_raised[vector & (Vectors - 1)]);

    /// <summary>How often it was lost.</summary>
    /// <param name="queues">The core's.</param>
    /// <param name="vector">The vector.</param>
    public static ulong LostOf(InterruptQueues* queues, int vector) =>
        Volatile.Read(ref queues->_lost[vector & (Vectors - 1)]);

    /// <summary>How often its line was held back.</summary>
    /// <param name="queues">The core's.</param>
    /// <param name="vector">The vector.</param>
    public static ulong DeferralsOf(InterruptQueues* queues, int vector) =>
        Volatile.Read(ref queues->_deferrals[vector & (Vectors - 1)]);

    private static bool Has(InterruptQueues* queues, int vector, int bit) =>
        (Volatile.Read(ref queues->_routes[vector & (Vectors - 1)]) & bit) != 0;

    // Written by the top half alone.
    private static void Count(ref ulong counter) => Volatile.Write(ref counter, counter + 1);

    private static InterruptRecord* At(InterruptQueues* queues, int interruptClass, uint sequence) =>
        (InterruptRecord*)((byte*)queues + Rings)
            + ((ulong)(uint)interruptClass * queues->Capacity) + (sequence & (queues->Capacity - 1));
}
