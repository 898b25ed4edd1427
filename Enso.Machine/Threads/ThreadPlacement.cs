using Enso.Machine.Cpu;
using Enso.Machine.Interrupts;

namespace Enso.Machine.Threads;

/// <summary>Changes where and how urgently a thread runs, whatever it is doing at the moment.</summary>
/// <remarks>The new value is written first, then every run queue and every core is looked at. Whoever adds the thread to
/// a queue reads the affinity under that queue's lock, and whoever puts it on a core reads it after
/// <see cref="Core.Current"/> was written, with a full barrier between: so either the value is seen there, or the
/// thread is found here.</remarks>
internal static unsafe class ThreadPlacement
{
    /// <summary>Restricts a thread to the cores of a mask. When it returns the thread runs on none but these, or is
    /// about to be taken off the one that it is on. False, and nothing changed, when no core of the mask is online.
    /// </summary>
    public static bool SetAffinity(Thread* thread, ulong mask)
    {
        if ((mask & Cores.OnlineMask) == 0)
        {
            return false;
        }
        ulong flags = Instructions.DisableInterrupts();
        // A full barrier; pairs with Scheduler.SwitchTo.
        Interlocked.Exchange(ref thread->Affinity, mask);
        Requeue(thread);
        for (int i = 0; i < Cores.Count; i++)
        {
            if ((mask & (1UL << i)) == 0)
            {
                ChooseAgainIfRunning(Cores.At(i), thread);
            }
        }
        Leave(flags);
        return true;
    }

    /// <summary>Sets a thread's priority, 0 up to <see cref="RunQueue.Priorities"/> - 1; false when it is out of range.
    /// </summary>
    public static bool SetPriority(Thread* thread, int priority)
    {
        if (priority is < 0 or >= RunQueue.Priorities)
        {
            return false;
        }
        ulong flags = Instructions.DisableInterrupts();
        Interlocked.Exchange(ref thread->Priority, priority);
        Requeue(thread);
        for (int i = 0; i < Cores.Count; i++)
        {
            ChooseAgainIfRunning(Cores.At(i), thread);
        }
        Leave(flags);
        return true;
    }

    /// <summary>Sends a thread on whose registers were just saved and which may not run here any more; called by the core
    /// that saved it, with interrupts off. It may be gone already.</summary>
    public static void MoveAway(Thread* thread, Core* core)
    {
        core->RunQueue.Lock.AcquireWithInterruptsOff();
        bool here = thread->ReadyCore == core->Index && !Thread.MayRunOn(thread, core->Index);
        if (here)
        {
            core->RunQueue.Remove(thread);
        }
        core->RunQueue.Lock.ReleaseKeepingInterruptsOff();
        if (here)
        {
            Scheduler.MakeReady(thread);
        }
    }

    /// <summary>Takes a waiting thread out of its queue and adds it where it now belongs.</summary>
    private static void Requeue(Thread* thread)
    {
        for (int i = 0; i < Cores.Count; i++)
        {
            Core* core = Cores.At(i);
            core->RunQueue.Lock.AcquireWithInterruptsOff();
            bool here = thread->ReadyCore == i;
            if (here)
            {
                core->RunQueue.Remove(thread);
            }
            core->RunQueue.Lock.ReleaseKeepingInterruptsOff();
            if (here)
            {
                Scheduler.MakeReady(thread);
                return;
            }
        }
    }

    private static void ChooseAgainIfRunning(Core* core, Thread* thread)
    {
        if (Volatile.Read(ref *(ulong*)&core->Current) != (ulong)thread || core->State != CoreState.Online)
        {
            return;
        }
        Volatile.Write(ref core->MustReschedule, 1);
        if (core != Core.This())
        {
            LocalApic.Send(core->ApicId, Vectors.Reschedule);
        }
    }

    private static void Leave(ulong flags)
    {
        if (Core.This()->MustReschedule != 0 && (flags & Instructions.InterruptFlag) != 0)
        {
            Scheduler.Reschedule();
        }
        Instructions.RestoreInterrupts(flags);
        Scheduler.DeliverPending();
    }
}
