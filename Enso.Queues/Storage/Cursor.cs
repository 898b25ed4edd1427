using System.Runtime.InteropServices;

namespace Enso.Queues;

/// <summary>Where one end of a queue stands: a pair of cache lines that others read, and a pair that is its own.</summary>
/// <remarks>Processors fetch lines in pairs, so what the end keeps for itself must not lie in the other line of the pair
/// that the opposite side reads: each look from there would take it away.</remarks>
[StructLayout(LayoutKind.Explicit, Size = Bytes)]
internal struct Cursor
{
    /// <summary>Bytes of a pair of cache lines of 64.</summary>
    public const int Pair = 128;

    /// <summary>Bytes that a cursor takes.</summary>
    public const int Bytes = 2 * Pair;

    /// <summary>The sequence of a cursor that nobody has: it holds nobody up.</summary>
    public const long Free = long.MaxValue;

    /// <summary>A writer's: how many messages are published. Several writers': how many are claimed. A reader's: the first
    /// message that it may still read.</summary>
    [FieldOffset(0)]
    public long Sequence;

    /// <summary>1 when a reader was declared dead: it holds nobody up any more, and learns so.</summary>
    [FieldOffset(8)]
    public long IsDead;

    /// <summary>The writers': whether the queue is completed, or is just being.</summary>
    [FieldOffset(16)]
    public long Completion;

    /// <summary>The writers': behind the last of the readers' cursors that were ever used.</summary>
    [FieldOffset(24)]
    public long EndOfReaders;

    /// <summary>Not an end's: how many wait at one side of the queue.</summary>
    [FieldOffset(32)]
    public long Waiting;

    /// <summary>A writer may write below it, a reader may read below it, one by one and without looking at anything else. No
    /// more than <see cref="Reach"/>, the cached side of the other end; less, or 0, where a closer look is wanted.
    /// </summary>
    [FieldOffset(Pair)]
    public long Limit;

    /// <summary>What is known of the other side, whatever <see cref="Limit"/> says: how far a writer may write, which a
    /// reader that comes reads too; how far a reader may read.</summary>
    [FieldOffset(Pair + 8)]
    public long Reach;

    /// <summary>Places that a writer has claimed and not committed, or messages that a reader is shown and has not released.
    /// </summary>
    [FieldOffset(Pair + 16)]
    public int Held;

    /// <summary>How often it was turned away because the queue was full, or empty.</summary>
    [FieldOffset(Pair + 24)]
    public long Rejected;

    /// <summary>How often it waited.</summary>
    [FieldOffset(Pair + 32)]
    public long Blocked;

    /// <summary>The most messages that it saw waiting.</summary>
    [FieldOffset(Pair + 40)]
    public long HighWater;

    /// <summary>Messages that were thrown away, because the policy says so.</summary>
    [FieldOffset(Pair + 48)]
    public long Dropped;

    /// <summary>Forgets what its last owner left in the pair that is its own.</summary>
    public void ForgetOwner()
    {
        Limit = 0;
        Reach = 0;
        Held = 0;
        Rejected = 0;
        Blocked = 0;
        HighWater = 0;
        Dropped = 0;
    }
}
