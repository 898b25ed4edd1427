using Enso.Machine.Cpu;
using Enso.Machine.Diagnostics;
using Enso.Machine.Time;

namespace Enso.Machine.Threads;

/// <summary>Checks that no core idles while another has a waiting thread that it could run: the invariant whose breaches
/// in a widely used scheduler went unseen for years (Lozi, Lepers, Funston, Gaud, Quéma, Fedorova, <em>The Linux
/// Scheduler: a Decade of Wasted Cores</em>, EuroSys 2016, which has such a checker too).</summary>
/// <remarks>Between a thread's arrival in a queue and an idle core's there is a moment that is no breach. It is known by
/// its traces: the waker has not announced the thread yet (<see cref="Thread.Announced"/>), some core was told of
/// work and has not looked yet (<see cref="Core.Waking"/>), or the queue's core is in a switch, at whose end it
/// looks for an idle one (<see cref="Core.SwitchedFrom"/>). Without any of them, and with the same thread and
/// the same halted core each time, for <see cref="Persistence"/>, it is one: the kernel panics. Runs as a thread in
/// debug builds and where the command line has <c>check-scheduler</c>.</remarks>
internal static unsafe class WorkConservation
{
    /// <summary>Nanoseconds between checks.</summary>
    private const ulong Period = 5_000_000;

    /// <summary>How long a suspicion must stand, in nanoseconds.</summary>
    private const ulong Persistence = 2_000_000;

    private const ulong StackBytes = 64 * 1024;

    private struct Suspicion
    {
        public int Idle;
        public int Busy;
        public Thread* Thread;
        public ulong Count;
    }

    /// <summary>Whether the checking thread was started.</summary>
    public static bool IsRunning { get; private set; }

    /// <summary>Checks made since boot.</summary>
    public static ulong Checks { get; private set; }

    /// <summary>Starts the checking thread; false when memory is short.</summary>
    public static bool Start()
    {
        Thread* thread = ThreadTable.Create(StackBytes, (ulong)(delegate*<ulong, ulong>)&Run, 0);
        if (thread == null)
        {
            return false;
        }
        ThreadTable.SetName(thread, Pointers.Of("scheduler check\0"u8));
        thread->Priority = RunQueue.Priorities - 1;
        ulong flags = Instructions.DisableInterrupts();
        Scheduler.MakeReady(thread);
        Instructions.RestoreInterrupts(flags);
        IsRunning = true;
        return true;
    }

    private static ulong Run(ulong argument)
    {
        for (;;)
        {
            Futex.Sleep(Clock.Now() + Period);
            for (int idle = 0; idle < Cores.Count; idle++)
            {
                Check(idle);
            }
            Checks++;
        }
    }

    private static void Check(int idle)
    {
        if (!Find(idle, out Suspicion first))
        {
            return;
        }
        ulong end = Clock.Now() + Persistence;
        while (Clock.Now() < end)
        {
            bool stands = Find(idle, out Suspicion again) && again.Thread == first.Thread && again.Count == first.Count;
            if (!stands)
            {
                return;
            }
            Instructions.Pause();
        }
        Panic.Bug($"core {first.Idle} idles while thread {first.Thread->Id} waits for core {first.Busy}");
    }

    /// <summary>Looks for a thread that waits elsewhere and that the halted core <paramref name="idle"/> could run.
    /// </summary>
    private static bool Find(int idle, out Suspicion suspicion)
    {
        suspicion = default;
        for (int busy = 0; busy < Cores.Count; busy++)
        {
            Core* core = Cores.At(busy);
            if (busy == idle || Volatile.Read(ref core->RunQueue.Count) == 0)
            {
                continue;
            }
            ulong flags = core->RunQueue.Lock.Acquire();
            // While the lock is held the thread stays where it is; what is read after it is of now.
            Thread* thread = core->RunQueue.FindStealable(idle);
            bool found = thread != null && Volatile.Read(ref thread->Announced) == thread->ReadyCount
                && Volatile.Read(ref *(ulong*)&core->SwitchedFrom) == 0 && IsHalted(idle) && !AnyWaking();
            if (found)
            {
                suspicion.Idle = idle;
                suspicion.Busy = busy;
                suspicion.Thread = thread;
                suspicion.Count = thread->ReadyCount;
            }
            core->RunQueue.Lock.Release(flags);
            if (found)
            {
                return true;
            }
        }
        return false;
    }

    private static bool IsHalted(int index)
        => (Scheduler.IdleCores & (1UL << index)) != 0 && Volatile.Read(ref Cores.At(index)->Halting) != 0;

    private static bool AnyWaking()
    {
        for (int i = 0; i < Cores.Count; i++)
        {
            if (Volatile.Read(ref Cores.At(i)->Waking) != 0)
            {
                return true;
            }
        }
        return false;
    }
}
