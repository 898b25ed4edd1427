namespace Enso.Queues;

/// <summary>Which messages of several writers are finished: for each place the sequence, plus one, of the last message that
/// was finished there.</summary>
/// <remarks>A writer takes its sequence by compare-and-exchange and then writes in its own time, so a later message may be
/// finished first. The reader goes only as far as there is no gap.</remarks>
internal sealed class Marks
{
    /// <summary>A reader looks no further at a time: those that follow are still being written by other cores.</summary>
    public const int Longest = 256;

    private readonly long[] _marks;
    private readonly int _mask;

    /// <summary>Makes marks of which none is set.</summary>
    /// <param name="capacity">The queue's; a power of two.</param>
    public Marks(int capacity)
    {
        _marks = GC.AllocateArray<long>(capacity, pinned: true);
        _mask = capacity - 1;
    }

    /// <summary>Says that a message is finished.</summary>
    /// <typeparam name="TAtomics">The queue's.</typeparam>
    /// <param name="sequence">Its sequence.</param>
    public void Set<TAtomics>(long sequence)
        where TAtomics : IAtomics =>
        // Pairs with the acquire in EndOf: who sees the mark sees the message.
        TAtomics.WriteRelease(ref _marks[(int)sequence & _mask], sequence + 1);

    /// <summary>The first sequence from a given one on that is not finished, or where looking ended.</summary>
    /// <typeparam name="TAtomics">The queue's.</typeparam>
    /// <param name="sequence">The first one.</param>
    /// <param name="count">How many to look at, at most; no more than the queue's capacity.</param>
    /// <returns>The sequence.</returns>
    public long EndOf<TAtomics>(long sequence, long count)
        where TAtomics : IAtomics
    {
        long end = sequence + count;
        while (sequence < end && TAtomics.ReadAcquire(ref _marks[(int)sequence & _mask]) == sequence + 1)
        {
            sequence++;
        }

        return sequence;
    }
}
