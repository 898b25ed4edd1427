namespace Enso.Scheduler;

/// <summary>A tree: for timers that must be precise. To make, to cancel and to expire one take time that grows with
/// the logarithm of how many are pending: at most 12 levels.</summary>
/// <remarks><para>A timer expires at its due time, to the nanosecond; with slack, at a later time within it. Timers
/// come in the order of these times, and those of the same one in the order in which they were made (or made pending
/// again), as long as less than 2^31 others were made between them.</para>
/// <para><see cref="NextDue"/> is exact. No poll interrupts itself.</para>
/// <para>It is a heap in which a node has four children, after D. B. Johnson, <i>Priority queues with update and
/// finding minimum spanning trees</i>, 1975: the children of a node lie in one cache line.</para></remarks>
public readonly struct TreeTimers : ITimerQueue<TreeTimers>
{
    private readonly Heap _heap;

    private TreeTimers(Heap heap)
    {
        _heap = heap;
    }

    /// <inheritdoc/>
    public int Count => _heap.Count;

    /// <inheritdoc/>
    public long NextDue => _heap.NextDue;

    /// <inheritdoc/>
    public static TreeTimers Create(TimerOptions options)
    {
        options.Validate();
        return new TreeTimers(new Heap(options));
    }

    /// <inheritdoc/>
    public TimerHandle Create(long due, in TimerTerms terms) => _heap.Create(due, terms);

    /// <inheritdoc/>
    public bool Cancel(TimerHandle timer) => _heap.Cancel(timer);

    /// <inheritdoc/>
    public void Advance(long now) => _heap.Advance(now);

    /// <inheritdoc/>
    public bool TryExpire(long now, out Expiry expiry) => _heap.TryExpire(now, out expiry);
}
