namespace Enso.Queues;

/// <summary>Those who wait at one side of a queue: for messages, or for room.</summary>
/// <remarks><para>Invariant: nobody sleeps while what it waits for is there. Whoever changes the queue writes the queue
/// first, then reads <c>_count</c>; whoever waits writes <c>_count</c> first, then looks at the queue. One of the two sees
/// the other, given a full barrier between the two steps on each side. The waiter's is one on all cores
/// (<see cref="IAtomics.BarrierEverywhere"/>), which serves for both: so publishing costs one read of a line that hardly
/// ever changes.</para></remarks>
internal sealed class Signal
{
    private readonly Lock _lock = new();
    private long _count;

    // Guarded by _lock.
    private Waiter? _first;

    /// <summary>Wakes all who wait. Called after the queue has changed.</summary>
    public void Notify()
    {
        if (Volatile.Read(ref _count) != 0)
        {
            Wake();
        }
    }

    /// <summary>Adds somebody who waits from now on; it must look at the queue once more before it sleeps.</summary>
    /// <typeparam name="TAtomics">The queue's.</typeparam>
    /// <param name="waiter">The waiter, which waits nowhere else.</param>
    public void Add<TAtomics>(Waiter waiter)
        where TAtomics : IAtomics
    {
        lock (_lock)
        {
            waiter.Next = _first;
            waiter.IsQueued = true;
            _first = waiter;
            Volatile.Write(ref _count, _count + 1);
        }

        TAtomics.BarrierEverywhere();
    }

    /// <summary>Takes somebody back who does not wait any more.</summary>
    /// <param name="waiter">The waiter.</param>
    /// <returns>Whether it was still waiting; false when it has been woken.</returns>
    public bool Remove(Waiter waiter)
    {
        lock (_lock)
        {
            if (!waiter.IsQueued)
            {
                return false;
            }

            if (_first == waiter)
            {
                _first = waiter.Next;
            }
            else
            {
                Waiter before = _first!;
                while (before.Next != waiter)
                {
                    before = before.Next!;
                }

                before.Next = waiter.Next;
            }

            Forget(waiter);
            return true;
        }
    }

    private void Wake()
    {
        Waiter? woken;
        lock (_lock)
        {
            woken = _first;
            _first = null;
            for (Waiter? waiter = woken; waiter is not null; waiter = waiter.Next)
            {
                waiter.IsQueued = false;
            }

            Volatile.Write(ref _count, 0);
        }

        while (woken is not null)
        {
            // Read before: once woken it may wait again, elsewhere.
            Waiter? next = woken.Next;
            woken.Next = null;
            woken.Wake();
            woken = next;
        }
    }

    private void Forget(Waiter waiter)
    {
        waiter.Next = null;
        waiter.IsQueued = false;
        Volatile.Write(ref _count, _count - 1);
    }
}
