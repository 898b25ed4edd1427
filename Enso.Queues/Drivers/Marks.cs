using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Enso.Queues;

/// <summary>Which messages of several writers are finished: for each place the lap, plus one, in which a message was last
/// finished there.</summary>
/// <remarks><para>A writer takes its sequence by compare-and-exchange and then writes in its own time, so a later message
/// may be finished first. The reader goes only as far as there is no gap.</para>
/// <para>A byte is enough, for a place is written again only after it was read: its mark is of the lap that is asked about,
/// or of the one before. And it should be no more, for each line of marks goes from the reader's core to the writer's and
/// back, and the writer waits for it, as the compare-and-exchange lets no later step pass.</para></remarks>
internal sealed unsafe class Marks
{
    /// <summary>A reader looks no further at a time: those that follow are still being written by other cores.</summary>
    public const int Longest = 256;

    // Keeps the memory alive that _first points into.
    private readonly byte[] _memory;
    private readonly byte* _first;
    private readonly int _mask;
    private readonly int _shift;

    /// <summary>Makes marks of which none is set.</summary>
    /// <param name="capacity">The queue's; a power of two.</param>
    public Marks(int capacity)
    {
        // Rounded up at both ends, so that nothing else lies in their lines.
        int bytes = (capacity + Cursor.Pair - 1) & -Cursor.Pair;
        _memory = GC.AllocateArray<byte>(bytes + Cursor.Pair, pinned: true);
        nint start = (nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_memory));
        _first = (byte*)((start + Cursor.Pair - 1) & -Cursor.Pair);
        _mask = capacity - 1;
        _shift = BitOperations.Log2((uint)capacity);
    }

    /// <summary>Says that a message is finished.</summary>
    /// <typeparam name="TAtomics">The queue's.</typeparam>
    /// <param name="sequence">Its sequence.</param>
    public void Set<TAtomics>(long sequence)
        where TAtomics : IAtomics =>
        // Pairs with the acquire in EndOf: who sees the mark sees the message.
        TAtomics.WriteRelease(ref At(sequence), MarkOf(sequence));

    /// <summary>The first sequence from a given one on that is not finished, or where looking ended.</summary>
    /// <typeparam name="TAtomics">The queue's.</typeparam>
    /// <param name="sequence">The first one.</param>
    /// <param name="count">How many to look at, at most; no more than the queue's capacity.</param>
    /// <returns>The sequence.</returns>
    public long EndOf<TAtomics>(long sequence, long count)
        where TAtomics : IAtomics
    {
        long end = sequence + count;
        while (sequence < end && TAtomics.ReadAcquire(ref At(sequence)) == MarkOf(sequence))
        {
            sequence++;
        }

        return sequence;
    }

    private ref byte At(long sequence) => ref _first[(int)sequence & _mask];

    private byte MarkOf(long sequence) => (byte)((sequence >> _shift) + 1);
}
