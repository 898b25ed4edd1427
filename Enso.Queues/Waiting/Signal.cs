using System.Runtime.CompilerServices;

namespace Enso.Queues;

/// <summary>Those who wait at one side of a queue: for messages, or for room.</summary>
/// <remarks><para>Invariant: nobody sleeps while what it waits for is there. Whoever changes the queue writes the queue
/// first, then reads the count; whoever waits adds to the count first, then looks at the queue. One of the two sees the
/// other, given a full barrier between the two steps on each side. The waiter's is one on all cores
/// (<see cref="IAtomics.BarrierEverywhere"/>), which serves for both: so publishing costs one read of a line that hardly
/// ever changes.</para>
/// <para>The count changes beside the list, not under its lock, but is never less than the list is long: it is raised
/// before somebody is put in, and lowered after. Too high it sends a notifier to the list in vain.</para></remarks>
/// <typeparam name="TAtomics">The queue's atomic steps.</typeparam>
internal sealed class Signal<TAtomics>
    where TAtomics : IAtomics
{
    private readonly Lock _lock = new();

    // The count has a cursor of its own, for every publication reads it.
    private readonly CursorTable _memory = new(1);
    private readonly CursorReference _count;

    // Guarded by _lock: who waits, the one that came first at the head; and how often all were woken.
    private Waiter<TAtomics>? _first;
    private Waiter<TAtomics>? _last;
    private long _wakes;

    /// <summary>Makes it; nobody waits.</summary>
    public Signal() => _count = _memory.At(0);

    /// <summary>How many wait, at most.</summary>
    public long Count => TAtomics.ReadRelaxed(ref _count.Value.Waiting);

    /// <summary>The cursor that holds the count.</summary>
    public CursorReference Counter => _count;

    /// <summary>Wakes all who wait. Called after the queue has changed; who does so for each message has a
    /// <see cref="Notifier{TAtomics}"/>.</summary>
    public void Notify() => new Notifier<TAtomics>(this).Notify();

    /// <summary>Adds somebody who waits from now on; it must look at the queue once more before it sleeps.</summary>
    /// <param name="waiter">The waiter, which waits nowhere else.</param>
    /// <param name="callback">What is called when it is woken; null for its thread or task to go on.</param>
    /// <exception cref="InvalidOperationException">It waits here already.</exception>
    public void Add(Waiter<TAtomics> waiter, Action? callback)
    {
        TAtomics.Add(ref _count.Value.Waiting, 1);
        bool isRefused;
        lock (_lock)
        {
            // Put in twice it would come after itself, and whoever wakes would never come to the end.
            isRefused = waiter.IsQueued;
            if (!isRefused)
            {
                waiter.Callback = callback;
                waiter.Came = _wakes;
                waiter.IsQueued = true;
                if (_last is null)
                {
                    _first = waiter;
                }
                else
                {
                    _last.Next = waiter;
                }

                _last = waiter;
            }
        }

        if (isRefused)
        {
            TAtomics.Add(ref _count.Value.Waiting, -1);
            throw new InvalidOperationException(
                "This end of the queue waits already: one thread or task at a time waits there, in one way.");
        }

        TAtomics.BarrierEverywhere();
    }

    /// <summary>Takes somebody back who does not wait any more.</summary>
    /// <param name="waiter">The waiter.</param>
    /// <returns>Whether it was still waiting; false when it has been woken.</returns>
    public bool Remove(Waiter<TAtomics> waiter)
    {
        lock (_lock)
        {
            if (!waiter.IsQueued)
            {
                return false;
            }

            Unlink(waiter);
        }

        TAtomics.Add(ref _count.Value.Waiting, -1);
        return true;
    }

    private void Unlink(Waiter<TAtomics> waiter)
    {
        Waiter<TAtomics>? before = null;
        if (_first == waiter)
        {
            _first = waiter.Next;
        }
        else
        {
            before = _first!;
            while (before.Next != waiter)
            {
                before = before.Next!;
            }

            before.Next = waiter.Next;
        }

        if (_last == waiter)
        {
            _last = before;
        }

        waiter.Next = null;
        waiter.Callback = null;
        waiter.IsQueued = false;
    }

    /// <summary>Wakes all who wait, each by itself: one that was taken out may wait again at once, for another, before it is
    /// called. Those that come meanwhile are not for this call.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Wake()
    {
        long wake = 0;
        bool isMore = true;
        while (isMore)
        {
            Waiter<TAtomics>? waiter;
            Action? callback;
            lock (_lock)
            {
                wake = wake == 0 ? ++_wakes : wake;
                waiter = _first;
                if (waiter is null || waiter.Came >= wake)
                {
                    return;
                }

                callback = waiter.Callback;
                Unlink(waiter);
                isMore = _first is { } next && next.Came < wake;
            }

            TAtomics.Add(ref _count.Value.Waiting, -1);
            if (callback is not null)
            {
                callback();
            }
            else
            {
                waiter.Wake();
            }
        }
    }
}
