using Enso.Machine.Cpu;

namespace Enso.Machine.Threads;

/// <summary>The runnable threads that wait for one core: a first-in-first-out list for each priority, and a bit mask
/// of those that are not empty.</summary>
/// <remarks>A thread that waits behind higher priorities is not starved: every <see cref="AgeingPeriod"/>th choice
/// takes from the lowest priority that has one.</remarks>
internal unsafe struct RunQueue
{
    /// <summary>Priorities, 0 lowest.</summary>
    public const int Priorities = 8;

    /// <summary>The priority of an ordinary thread.</summary>
    public const int Normal = 3;

    private const uint AgeingPeriod = 16;

    /// <summary>Guards everything below, and the queue links of threads in it.</summary>
    public SpinLock Lock;

    private fixed ulong _heads[Priorities];
    private fixed ulong _tails[Priorities];
    private uint _mask;
    private uint _choices;

    /// <summary>Threads waiting. Written under <see cref="Lock"/>, read by anyone.</summary>
    public int Count;

    /// <summary>The highest priority waiting, or -1.</summary>
    public readonly int HighestPriority => _mask == 0 ? -1 : 31 - System.Numerics.BitOperations.LeadingZeroCount(_mask);

    /// <summary>Adds a thread at the end of its priority's list.</summary>
    public void Add(Thread* thread)
    {
        int p = thread->Priority;
        thread->NextReady = null;
        if (_tails[p] == 0)
        {
            _heads[p] = (ulong)thread;
            _mask |= 1u << p;
        }
        else
        {
            ((Thread*)_tails[p])->NextReady = thread;
        }
        _tails[p] = (ulong)thread;
        Volatile.Write(ref Count, Count + 1);
    }

    /// <summary>Takes the next thread for the owning core, or null.</summary>
    public Thread* Take()
    {
        if (_mask == 0)
        {
            return null;
        }
        bool lowest = ++_choices % AgeingPeriod == 0;
        int p = lowest
            ? System.Numerics.BitOperations.TrailingZeroCount(_mask)
            : 31 - System.Numerics.BitOperations.LeadingZeroCount(_mask);
        return Remove(p, null, (Thread*)_heads[p]);
    }

    /// <summary>Takes the first thread that another core may run now, highest priority first, or null: one that is
    /// not pinned elsewhere and whose registers are saved.</summary>
    public Thread* Steal(int forCore)
    {
        for (uint mask = _mask; mask != 0;)
        {
            int p = 31 - System.Numerics.BitOperations.LeadingZeroCount(mask);
            mask &= ~(1u << p);
            Thread* previous = null;
            for (Thread* t = (Thread*)_heads[p]; t != null; previous = t, t = t->NextReady)
            {
                // Pairs with the release store in Scheduler.FinishSwitch: registers saved before OnCore is 0.
                bool saved = Volatile.Read(ref t->OnCore) == 0;
                if (saved && (t->PinnedCore < 0 || t->PinnedCore == forCore))
                {
                    return Remove(p, previous, t);
                }
            }
        }
        return null;
    }

    /// <summary>Whether <see cref="Steal"/> would find one.</summary>
    public readonly bool HasStealable(int forCore)
    {
        for (uint mask = _mask; mask != 0; mask &= mask - 1)
        {
            int p = System.Numerics.BitOperations.TrailingZeroCount(mask);
            for (Thread* t = (Thread*)_heads[p]; t != null; t = t->NextReady)
            {
                if (Volatile.Read(ref t->OnCore) == 0 && (t->PinnedCore < 0 || t->PinnedCore == forCore))
                {
                    return true;
                }
            }
        }
        return false;
    }

    private Thread* Remove(int p, Thread* previous, Thread* thread)
    {
        if (previous == null)
        {
            _heads[p] = (ulong)thread->NextReady;
        }
        else
        {
            previous->NextReady = thread->NextReady;
        }
        if (_tails[p] == (ulong)thread)
        {
            _tails[p] = (ulong)previous;
        }
        if (_heads[p] == 0)
        {
            _mask &= ~(1u << p);
        }
        thread->NextReady = null;
        Volatile.Write(ref Count, Count - 1);
        return thread;
    }
}
