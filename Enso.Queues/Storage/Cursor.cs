using System.Runtime.InteropServices;

namespace Enso.Queues;

/// <summary>Where one end of a queue stands. It fills a pair of cache lines, so that no other end's is ever fetched or lost
/// together with it (processors fetch lines in pairs).</summary>
[StructLayout(LayoutKind.Explicit, Size = Bytes)]
internal struct Cursor
{
    /// <summary>Bytes that a cursor takes: two cache lines of 64.</summary>
    public const int Bytes = 128;

    /// <summary>The sequence of a cursor that nobody has: it holds nobody up.</summary>
    public const long Free = long.MaxValue;

    /// <summary>The line that others read. A writer's: how many messages are published. A reader's: the first message that
    /// it may still read.</summary>
    [FieldOffset(0)]
    public long Sequence;

    /// <summary>1 when a reader was declared dead: it holds nobody up any more, and learns so.</summary>
    [FieldOffset(8)]
    public long IsDead;

    /// <summary>The writers': 1 when the queue is completed.</summary>
    [FieldOffset(16)]
    public long Completion;

    /// <summary>Not an end's: how many wait at one side of the queue.</summary>
    [FieldOffset(24)]
    public long Waiting;

    /// <summary>The line that others hardly ever read. The cached side of the other end: a writer may write below it, a
    /// reader may read below it, without looking there.</summary>
    [FieldOffset(64)]
    public long Limit;

    /// <summary>How often it was turned away because the queue was full, or empty.</summary>
    [FieldOffset(72)]
    public long Rejected;

    /// <summary>How often it waited.</summary>
    [FieldOffset(80)]
    public long Blocked;

    /// <summary>The most messages that it saw waiting.</summary>
    [FieldOffset(88)]
    public long HighWater;

    /// <summary>Messages that were thrown away, because the policy says so.</summary>
    [FieldOffset(96)]
    public long Dropped;

    /// <summary>Forgets what its last owner left in the line that others do not read.</summary>
    public void ForgetOwner()
    {
        Limit = 0;
        Rejected = 0;
        Blocked = 0;
        HighWater = 0;
        Dropped = 0;
    }
}
