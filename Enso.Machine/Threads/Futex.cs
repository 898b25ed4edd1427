using Enso.Machine.Cpu;
using Enso.Machine.Time;

namespace Enso.Machine.Threads;

/// <summary>Waiting on an address: the one primitive that mutexes, conditions, semaphores, joins and sleeps are made
/// of (Franke, Russell, Kirkwood, <em>Fuss, Futexes and Furwocks</em>, 2002).</summary>
/// <remarks>Waiters hang in buckets by address, each with its own lock. <see cref="Wait"/> compares the word and joins
/// the bucket under that lock, and <see cref="Wake"/> takes it after the word was changed: so a wake-up is never
/// lost. Lock order: bucket, then sleep queue; run queues are taken with neither held.</remarks>
internal static unsafe class Futex
{
    private const int BucketCount = 512;

    private struct Bucket
    {
        public SpinLock Lock;
        public Thread* First;
        public Thread* Last;

        // Threads in the bucket or about to look at their word: lets Wake pass by without the lock.
        public int Waiters;
        private fixed byte _padding[36];
    }

    private struct Buckets
    {
        public fixed byte Storage[BucketCount * 64];
    }

    private static Buckets s_buckets;

    /// <summary>How a wait ended.</summary>
    public enum Outcome
    {
        /// <summary>Somebody woke it.</summary>
        Woken,

        /// <summary>The word was not as expected; it did not wait.</summary>
        Changed,

        /// <summary>The time came first.</summary>
        TimedOut,
    }

    /// <summary>Waits while <paramref name="word"/> is <paramref name="expected"/>, until woken or until
    /// <paramref name="deadline"/> (nanoseconds of the monotonic clock; 0: for ever).</summary>
    public static Outcome Wait(int* word, int expected, ulong deadline)
    {
        ulong address = (ulong)word;
        Bucket* bucket = BucketOf(address);
        // Counted before the word is read: pairs with Wake, which reads the count after the word was changed.
        Interlocked.Increment(ref bucket->Waiters);
        ulong flags = bucket->Lock.Acquire();
        if (Volatile.Read(ref *word) != expected)
        {
            Interlocked.Decrement(ref bucket->Waiters);
            bucket->Lock.Release(flags);
            return Outcome.Changed;
        }
        return Enter(bucket, address, deadline, flags);
    }

    /// <summary>Waits until a time and nothing else.</summary>
    public static void Sleep(ulong deadline)
    {
        // An address that only this thread waits on: its own block.
        ulong address = (ulong)Thread.This();
        Bucket* bucket = BucketOf(address);
        Interlocked.Increment(ref bucket->Waiters);
        ulong flags = bucket->Lock.Acquire();
        Enter(bucket, address, deadline, flags);
    }

    private static Outcome Enter(Bucket* bucket, ulong address, ulong deadline, ulong flags)
    {
        Core* core = Core.This();
        Thread* self = core->Current;
        self->WaitAddress = address;
        self->WaitGeneration++;
        self->TimedOut = 0;
        self->NextWaiter = null;
        self->PreviousWaiter = bucket->Last;
        if (bucket->Last == null)
        {
            bucket->First = self;
        }
        else
        {
            bucket->Last->NextWaiter = self;
        }
        bucket->Last = self;
        Thread.SetState(self, ThreadState.Waiting);
        if (deadline != 0)
        {
            core->Sleepers.Lock.AcquireWithInterruptsOff();
            self->Deadline = deadline;
            self->SleepCore = core->Index;
            core->Sleepers.Add(self);
            core->Sleepers.Lock.ReleaseKeepingInterruptsOff();
        }
        bucket->Lock.ReleaseKeepingInterruptsOff();
        // From here a waker may make this thread ready before it has left the core: see Scheduler.
        Scheduler.Reschedule();
        Outcome outcome = self->TimedOut != 0 ? Outcome.TimedOut : Outcome.Woken;
        Instructions.RestoreInterrupts(flags);
        Scheduler.DeliverPending();
        return outcome;
    }

    /// <summary>Wakes up to <paramref name="count"/> threads that wait on a word, first come first; returns how
    /// many. Gives way to one that should run at once.</summary>
    public static int Wake(int* word, int count)
    {
        Bucket* bucket = BucketOf((ulong)word);
        if (!HasWaiters(bucket))
        {
            return 0;
        }
        ulong flags = Instructions.DisableInterrupts();
        int woken = WakeFrom(bucket, (ulong)word, count);
        Core* core = Core.This();
        bool giveWay = woken != 0 && core->MustReschedule != 0 && (flags & Instructions.InterruptFlag) != 0;
        if (giveWay)
        {
            Scheduler.Reschedule();
        }
        Instructions.RestoreInterrupts(flags);
        if (giveWay)
        {
            Scheduler.DeliverPending();
        }
        return woken;
    }

    /// <summary>Wakes threads likewise, but keeps the core: for interrupt handlers, after which the core chooses
    /// anyway. Interrupts are off.</summary>
    public static int WakeKeepingCore(int* word, int count)
    {
        Bucket* bucket = BucketOf((ulong)word);
        return HasWaiters(bucket) ? WakeFrom(bucket, (ulong)word, count) : 0;
    }

    private static bool HasWaiters(Bucket* bucket)
    {
        // The caller's store to the word comes before this read; pairs with the increment in Wait.
        Interlocked.MemoryBarrier();
        return Volatile.Read(ref bucket->Waiters) != 0;
    }

    private static int WakeFrom(Bucket* bucket, ulong address, int count)
    {
        int woken = 0;
        bucket->Lock.AcquireWithInterruptsOff();
        Thread* chain = null;
        Thread* chainEnd = null;
        for (Thread* t = bucket->First; t != null && woken < count;)
        {
            Thread* next = t->NextWaiter;
            if (t->WaitAddress == address)
            {
                Unlink(bucket, t);
                t->WaitAddress = 0;
                t->NextWaiter = null;
                if (chainEnd == null)
                {
                    chain = t;
                }
                else
                {
                    chainEnd->NextWaiter = t;
                }
                chainEnd = t;
                woken++;
            }
            t = next;
        }
        bucket->Lock.ReleaseKeepingInterruptsOff();
        while (chain != null)
        {
            Thread* next = chain->NextWaiter;
            CancelSleep(chain);
            Scheduler.MakeReady(chain);
            chain = next;
        }
        return woken;
    }

    /// <summary>Ends the wait numbered <paramref name="generation"/> of a thread, if it is still under way.
    /// Interrupts are off.</summary>
    public static void TimeOut(Thread* thread, ulong address, ulong generation)
    {
        Bucket* bucket = BucketOf(address);
        bucket->Lock.AcquireWithInterruptsOff();
        bool mine = thread->WaitGeneration == generation && thread->WaitAddress == address && address != 0;
        if (mine)
        {
            Unlink(bucket, thread);
            thread->WaitAddress = 0;
            thread->TimedOut = 1;
        }
        bucket->Lock.ReleaseKeepingInterruptsOff();
        if (mine)
        {
            Scheduler.MakeReady(thread);
        }
    }

    private static void CancelSleep(Thread* thread)
    {
        int index = Volatile.Read(ref thread->SleepCore);
        if (index < 0)
        {
            return;
        }
        Core* core = Cores.At(index);
        core->Sleepers.Lock.AcquireWithInterruptsOff();
        if (thread->SleepCore >= 0)
        {
            core->Sleepers.Remove(thread);
            thread->SleepCore = -1;
        }
        core->Sleepers.Lock.ReleaseKeepingInterruptsOff();
    }

    private static void Unlink(Bucket* bucket, Thread* thread)
    {
        Interlocked.Decrement(ref bucket->Waiters);
        if (thread->PreviousWaiter == null)
        {
            bucket->First = thread->NextWaiter;
        }
        else
        {
            thread->PreviousWaiter->NextWaiter = thread->NextWaiter;
        }
        if (thread->NextWaiter == null)
        {
            bucket->Last = thread->PreviousWaiter;
        }
        else
        {
            thread->NextWaiter->PreviousWaiter = thread->PreviousWaiter;
        }
    }

    private static Bucket* BucketOf(ulong address)
    {
        ulong hash = (address >> 2) * 0x9E3779B97F4A7C15;
        return (Bucket*)(Pointers.Of(ref s_buckets.Storage[0]) + ((hash >> 55) * 64));
    }
}
