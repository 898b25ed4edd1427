using Enso.Machine.Cpu;

namespace Enso.Machine.Threads;

/// <summary>The runnable threads that wait for one core: a first-in-first-out list for each priority, and a bit mask
/// of those that are not empty.</summary>
/// <remarks>A thread that waits behind higher priorities is not starved: when some have been passed over for
/// <see cref="AgeingTime"/> without a pause, one choice takes from the lowest priority that has one. So one that was
/// just woken is passed over for a lower one once in that time at most, and only where the lower ones get no turn
/// otherwise.</remarks>
internal unsafe struct RunQueue
{
    /// <summary>Priorities, 0 lowest.</summary>
    public const int Priorities = 8;

    /// <summary>The priority of an ordinary thread.</summary>
    public const int Normal = 3;

    /// <summary>For how long lower priorities are passed over, in nanoseconds: 16 turns.</summary>
    public const ulong AgeingTime = 16 * Scheduler.Turn;

    /// <summary>Guards everything below, and the queue links of threads in it.</summary>
    public SpinLock Lock;

    private fixed ulong _heads[Priorities];
    private fixed ulong _tails[Priorities];
    private uint _mask;

    // Since when lower priorities have been passed over; 0 for not at all.
    private ulong _passingOverSince;

    /// <summary>Threads waiting. Written under <see cref="Lock"/>, read by anyone.</summary>
    public int Count;

    /// <summary>Those of them that may run on more than one core: what other cores look for. Likewise.</summary>
    public int Movable;

    /// <summary>The highest priority waiting, or -1.</summary>
    public readonly int HighestPriority => _mask == 0 ? -1 : 31 - System.Numerics.BitOperations.LeadingZeroCount(_mask);

    /// <summary>Adds a thread at the end of its priority's list in the queue of core <paramref name="core"/>.</summary>
    public void Add(Thread* thread, int core)
    {
        int p = Thread.UrgencyOf(thread);
        thread->NextReady = null;
        thread->ReadyCore = core;
        thread->ReadyPriority = p;
        thread->ReadyCount++;
        ulong affinity = Volatile.Read(ref thread->Affinity);
        thread->ReadyMovable = (affinity & (affinity - 1)) != 0 ? 1 : 0;
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
        Volatile.Write(ref Movable, Movable + thread->ReadyMovable);
        Volatile.Write(ref Count, Count + 1);
    }

    /// <summary>Takes the next thread for the owning core, or null. Passes over those that may no longer run here:
    /// <see cref="ThreadPlacement.MoveAway"/> is about to send them on.</summary>
    /// <param name="core">The core.</param>
    /// <param name="now">The time, in nanoseconds.</param>
    public Thread* Take(int core, ulong now)
    {
        uint mask = _mask;
        bool lowest = false;
        if ((mask & (mask - 1)) == 0)
        {
            _passingOverSince = 0;
        }
        else if (_passingOverSince == 0)
        {
            _passingOverSince = now;
        }
        else if (now - _passingOverSince >= AgeingTime)
        {
            _passingOverSince = now;
            lowest = true;
        }
        while (mask != 0)
        {
            int p = lowest
                ? System.Numerics.BitOperations.TrailingZeroCount(mask)
                : 31 - System.Numerics.BitOperations.LeadingZeroCount(mask);
            mask &= ~(1u << p);
            Thread* previous = null;
            for (Thread* t = (Thread*)_heads[p]; t != null; previous = t, t = t->NextReady)
            {
                if (Thread.MayRunOn(t, core))
                {
                    return Remove(p, previous, t);
                }
            }
        }
        return null;
    }

    /// <summary>Takes the first thread that core <paramref name="forCore"/> may run now, highest priority first, or null:
    /// one whose affinity allows it and whose registers are saved.</summary>
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
                if (Volatile.Read(ref t->OnCore) == 0 && Thread.MayRunOn(t, forCore))
                {
                    return Remove(p, previous, t);
                }
            }
        }
        return null;
    }

    /// <summary>What <see cref="Steal"/> would take.</summary>
    public readonly Thread* FindStealable(int forCore)
    {
        for (uint mask = _mask; mask != 0; mask &= mask - 1)
        {
            int p = System.Numerics.BitOperations.TrailingZeroCount(mask);
            for (Thread* t = (Thread*)_heads[p]; t != null; t = t->NextReady)
            {
                if (Volatile.Read(ref t->OnCore) == 0 && Thread.MayRunOn(t, forCore))
                {
                    return t;
                }
            }
        }
        return null;
    }

    /// <summary>An idle core, by its bit in <paramref name="idle"/>, that may run one of the threads here now; or -1.
    /// </summary>
    public readonly int FindCoreFor(ulong idle)
    {
        for (uint mask = _mask; mask != 0; mask &= mask - 1)
        {
            int p = System.Numerics.BitOperations.TrailingZeroCount(mask);
            for (Thread* t = (Thread*)_heads[p]; t != null; t = t->NextReady)
            {
                ulong cores = Volatile.Read(ref t->Affinity) & idle;
                if (cores != 0 && Volatile.Read(ref t->OnCore) == 0)
                {
                    return System.Numerics.BitOperations.TrailingZeroCount(cores);
                }
            }
        }
        return -1;
    }

    /// <summary>Takes a thread that is in this queue out of it.</summary>
    public void Remove(Thread* thread)
    {
        Thread* previous = null;
        for (Thread* t = (Thread*)_heads[thread->ReadyPriority]; t != thread; t = t->NextReady)
        {
            previous = t;
        }
        Remove(thread->ReadyPriority, previous, thread);
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
        thread->ReadyCore = -1;
        Volatile.Write(ref Movable, Movable - thread->ReadyMovable);
        Volatile.Write(ref Count, Count - 1);
        return thread;
    }
}
