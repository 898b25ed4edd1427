using System.Runtime;
using Enso.Machine.Cpu;
using Enso.Machine.Threads;

namespace Enso.Machine.Runtime;

/// <summary>Where and how urgently threads run (Linux sched_setaffinity(2), pthread_setaffinity_np(3), getpriority(2)). A
/// thread's number is that of gettid; 0 is the caller. A new thread inherits both from its creator.</summary>
internal static unsafe class PlacementSymbols
{
    private const int PriorityOfProcess = 0;
    private const int LeastNice = -20;
    private const int MostNice = 19;

    [RuntimeExport("sched_getcpu")]
    private static int GetCore() => Core.CurrentIndex();

    [RuntimeExport("sched_getaffinity")]
    private static int GetAffinity(int number, ulong bytes, byte* mask)
    {
        Thread* thread = Find(number);
        return thread == null ? Errno.Fail(Errno.ESRCH) : Result(Read(thread, bytes, mask));
    }

    [RuntimeExport("sched_setaffinity")]
    private static int SetAffinity(int number, ulong bytes, byte* mask)
    {
        Thread* thread = Find(number);
        return thread == null ? Errno.Fail(Errno.ESRCH) : Result(Write(thread, bytes, mask));
    }

    [RuntimeExport("pthread_getaffinity_np")]
    private static int GetThreadAffinity(Thread* thread, ulong bytes, byte* mask) => Read(thread, bytes, mask);

    [RuntimeExport("pthread_setaffinity_np")]
    private static int SetThreadAffinity(Thread* thread, ulong bytes, byte* mask) => Write(thread, bytes, mask);

    [RuntimeExport("__sched_cpucount")]
    private static int CountAffinity(ulong bytes, byte* mask)
    {
        int count = 0;
        for (ulong i = 0; i < bytes; i++)
        {
            count += System.Numerics.BitOperations.PopCount(mask[i]);
        }
        return count;
    }

    /// <summary>The nice value: -20 (most urgent) to 19. The kernel's priorities are fewer, so what is read is the first
    /// value of the step that was set.</summary>
    [RuntimeExport("getpriority")]
    [Partial("only PRIO_PROCESS, which means a thread; nice values in steps of five")]
    private static int GetPriority(int which, uint number)
    {
        if (which != PriorityOfProcess)
        {
            return Errno.Fail(Errno.EINVAL);
        }
        Thread* thread = Find((int)number);
        return thread == null ? Errno.Fail(Errno.ESRCH) : NiceOf(thread->Priority);
    }

    [RuntimeExport("setpriority")]
    [Partial("only PRIO_PROCESS, which means a thread; nice values in steps of five")]
    private static int SetPriority(int which, uint number, int nice)
    {
        if (which != PriorityOfProcess)
        {
            return Errno.Fail(Errno.EINVAL);
        }
        Thread* thread = Find((int)number);
        if (thread == null)
        {
            return Errno.Fail(Errno.ESRCH);
        }
        // Beyond the range it is cut, as the manual says.
        nice = nice < LeastNice ? LeastNice : nice > MostNice ? MostNice : nice;
        ThreadPlacement.SetPriority(thread, PriorityOf(nice));
        return 0;
    }

    /// <summary>Five nice values to a priority: -20 is 7, 0 is <see cref="RunQueue.Normal"/>, 15 to 19 is 0.</summary>
    private static int PriorityOf(int nice) => RunQueue.Priorities - 1 - ((nice - LeastNice) / 5);

    private static int NiceOf(int priority) => LeastNice + ((RunQueue.Priorities - 1 - priority) * 5);

    private static Thread* Find(int number) => number == 0 ? Thread.This() : ThreadTable.Find((ulong)(uint)number);

    private static int Result(int error) => error == 0 ? 0 : Errno.Fail(error);

    private static int Read(Thread* thread, ulong bytes, byte* mask)
    {
        if (bytes < sizeof(ulong))
        {
            return Errno.EINVAL;
        }
        Instructions.Fill(mask, 0, bytes);
        *(ulong*)mask = thread->Affinity & Cores.OnlineMask;
        return 0;
    }

    /// <summary>Bits of cores that are not there are ignored; if no others are left that is EINVAL.</summary>
    private static int Write(Thread* thread, ulong bytes, byte* mask)
    {
        ulong wanted = 0;
        for (ulong i = 0; i < bytes && i < sizeof(ulong); i++)
        {
            wanted |= (ulong)mask[i] << (int)(i * 8);
        }
        if (!ThreadPlacement.SetAffinity(thread, wanted))
        {
            return Errno.EINVAL;
        }
        Volatile.Write(ref thread->ChildAffinity, wanted);
        return 0;
    }

    /// <summary>Keeps the calling thread on a core, and not the threads that it starts: a core's reactor may be the one who
    /// needs another thread of the pool, which is everybody's.</summary>
    [RuntimeExport("enso_pin")]
    private static int Pin(int core)
        => core is >= 0 and < Cores.Maximum && ThreadPlacement.SetAffinity(Thread.This(), 1UL << core) ? 0 : Errno.EINVAL;
}
