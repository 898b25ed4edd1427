using System.Runtime;
using Enso.Machine.Threads;
using Enso.Machine.Time;

namespace Enso.Machine.Runtime;

/// <summary>Mutexes, conditions and read-write locks over <see cref="Futex"/>. Each structure fits glibc's and is
/// ready to use when all zero; the recursive kind is where glibc's static initialiser puts it.</summary>
internal static unsafe class SynchronisationSymbols
{
    private const int Recursive = 1;
    private const int RealTimeClockId = 0;

    /// <summary>State 0 free, 1 held, 2 held and perhaps waited for (Drepper, <em>Futexes Are Tricky</em>, mutex2).
    /// </summary>
    private struct Mutex
    {
        public int State;
        public int Depth;
        public Thread* Owner;
        public int Kind;
    }

    /// <summary>A wait is for the sequence to change; the clock is 0 for real time, 1 for monotonic.</summary>
    private struct Condition
    {
        public int Sequence;
        public int Clock;
    }

    /// <summary>-1 while a writer has it, else the number of readers.</summary>
    private struct ReadWriteLock
    {
        public int State;
    }

    [RuntimeExport("pthread_mutexattr_init")]
    private static int MutexAttributesInit(int* kind)
    {
        *kind = 0;
        return 0;
    }

    [RuntimeExport("pthread_mutexattr_settype")]
    [Partial("PTHREAD_MUTEX_ERRORCHECK is as normal, and who unlocks a recursive mutex is not "
        + "looked at")]
    private static int MutexAttributesSetType(int* kind, int value)
    {
        *kind = value;
        return 0;
    }

    [RuntimeExport("pthread_mutexattr_destroy")]
    private static int MutexAttributesDestroy(int* kind) => 0;

    [RuntimeExport("pthread_mutex_init")]
    private static int MutexInit(Mutex* mutex, int* kind)
    {
        *mutex = default;
        mutex->Kind = kind == null ? 0 : *kind;
        return 0;
    }

    [RuntimeExport("pthread_mutex_destroy")]
    private static int MutexDestroy(Mutex* mutex) => 0;

    [RuntimeExport("pthread_mutex_lock")]
    private static int MutexLock(Mutex* mutex)
    {
        if (mutex->Kind == Recursive && mutex->Owner == Thread.This())
        {
            mutex->Depth++;
            return 0;
        }
        // Pairs with the exchange in MutexUnlock.
        if (Interlocked.CompareExchange(ref mutex->State, 1, 0) != 0)
        {
            while (Interlocked.Exchange(ref mutex->State, 2) != 0)
            {
                Futex.Wait(&mutex->State, 2, 0);
            }
        }
        mutex->Owner = Thread.This();
        return 0;
    }

    [RuntimeExport("pthread_mutex_trylock")]
    private static int MutexTryLock(Mutex* mutex)
    {
        if (mutex->Kind == Recursive && mutex->Owner == Thread.This())
        {
            mutex->Depth++;
            return 0;
        }
        if (Interlocked.CompareExchange(ref mutex->State, 1, 0) != 0)
        {
            return Errno.EBUSY;
        }
        mutex->Owner = Thread.This();
        return 0;
    }

    [RuntimeExport("pthread_mutex_unlock")]
    private static int MutexUnlock(Mutex* mutex)
    {
        if (mutex->Depth != 0)
        {
            mutex->Depth--;
            return 0;
        }
        mutex->Owner = null;
        if (Interlocked.Exchange(ref mutex->State, 0) == 2)
        {
            Futex.Wake(&mutex->State, 1);
        }
        return 0;
    }

    [RuntimeExport("pthread_condattr_init")]
    private static int ConditionAttributesInit(int* clock)
    {
        *clock = RealTimeClockId;
        return 0;
    }

    [RuntimeExport("pthread_condattr_setclock")]
    [Partial("every clock but real time counts as monotonic")]
    private static int ConditionAttributesSetClock(int* clock, int value)
    {
        *clock = value;
        return 0;
    }

    [RuntimeExport("pthread_condattr_destroy")]
    private static int ConditionAttributesDestroy(int* clock) => 0;

    [RuntimeExport("pthread_cond_init")]
    private static int ConditionInit(Condition* condition, int* clock)
    {
        condition->Sequence = 0;
        condition->Clock = clock == null ? RealTimeClockId : *clock;
        return 0;
    }

    [RuntimeExport("pthread_cond_destroy")]
    private static int ConditionDestroy(Condition* condition) => 0;

    [RuntimeExport("pthread_cond_wait")]
    private static int ConditionWait(Condition* condition, Mutex* mutex)
    {
        WaitUntil(condition, mutex, 0);
        return 0;
    }

    [RuntimeExport("pthread_cond_timedwait")]
    private static int ConditionTimedWait(Condition* condition, Mutex* mutex, TimeSymbols.TimeSpec* until)
    {
        ulong deadline = until->ToNanoseconds();
        if (condition->Clock == RealTimeClockId)
        {
            deadline = deadline > Clock.WallClockStart ? deadline - Clock.WallClockStart : 1;
        }
        return WaitUntil(condition, mutex, deadline == 0 ? 1 : deadline) ? 0 : Errno.ETIMEDOUT;
    }

    private static bool WaitUntil(Condition* condition, Mutex* mutex, ulong deadline)
    {
        // Read before the mutex is given back: a signal after that changes it, and the wait returns at once.
        int sequence = Volatile.Read(ref condition->Sequence);
        MutexUnlock(mutex);
        bool woken = Futex.Wait(&condition->Sequence, sequence, deadline) != Futex.Outcome.TimedOut;
        MutexLock(mutex);
        return woken;
    }

    [RuntimeExport("pthread_cond_signal")]
    private static int ConditionSignal(Condition* condition)
    {
        Interlocked.Increment(ref condition->Sequence);
        Futex.Wake(&condition->Sequence, 1);
        return 0;
    }

    [RuntimeExport("pthread_cond_broadcast")]
    private static int ConditionBroadcast(Condition* condition)
    {
        Interlocked.Increment(ref condition->Sequence);
        Futex.Wake(&condition->Sequence, int.MaxValue);
        return 0;
    }

    [RuntimeExport("pthread_rwlock_init")]
    private static int RwInit(ReadWriteLock* rw, void* attributes)
    {
        rw->State = 0;
        return 0;
    }

    [RuntimeExport("pthread_rwlock_destroy")]
    private static int RwDestroy(ReadWriteLock* rw) => 0;

    [RuntimeExport("pthread_rwlock_rdlock")]
    private static int RwReadLock(ReadWriteLock* rw)
    {
        for (;;)
        {
            int state = Volatile.Read(ref rw->State);
            if (state < 0)
            {
                Futex.Wait(&rw->State, state, 0);
            }
            else if (Interlocked.CompareExchange(ref rw->State, state + 1, state) == state)
            {
                return 0;
            }
        }
    }

    [RuntimeExport("pthread_rwlock_wrlock")]
    private static int RwWriteLock(ReadWriteLock* rw)
    {
        for (;;)
        {
            int state = Interlocked.CompareExchange(ref rw->State, -1, 0);
            if (state == 0)
            {
                return 0;
            }
            Futex.Wait(&rw->State, state, 0);
        }
    }

    [RuntimeExport("pthread_rwlock_unlock")]
    private static int RwUnlock(ReadWriteLock* rw)
    {
        int left = Volatile.Read(ref rw->State) < 0
            ? Interlocked.Exchange(ref rw->State, 0) + 1
            : Interlocked.Decrement(ref rw->State);
        if (left == 0)
        {
            Futex.Wake(&rw->State, int.MaxValue);
        }
        return 0;
    }
}
