using System.Runtime;
using System.Runtime.CompilerServices;
using Enso.Machine.Cpu;
using Enso.Machine.Diagnostics;
using Enso.Machine.Interrupts;
using Enso.Machine.Time;

namespace Enso.Machine.Threads;

/// <summary>Puts threads on cores: a run queue for each core, stealing by a core that would idle, and a turn that
/// ends when another thread waits.</summary>
/// <remarks><para>Who owns a thread: while Ready it is in exactly one run queue, under that queue's lock; while
/// Running, the core's; while Waiting, a futex bucket's. <see cref="Thread.OnCore"/> stays set until its registers
/// are saved. A thread that is woken while it is still being switched away from goes to the run queue of that very
/// core, and other cores pass over it until the flag is clear: so it never runs twice at once, and nobody spins for
/// it.</para>
/// <para>No core idles while another has a thread that it could run (<see cref="WorkConservation"/> checks it): a waker
/// that finds the chosen core busy looks for an idle one, and a core that finishes a switch with threads still waiting
/// does so too, and so does one that stops being idle. An idle core sets its bit in <see cref="s_idle"/> and only
/// then looks at the queues; a waker adds to a queue and only then looks at the bits. Each does a full barrier
/// between (an interlocked operation), so one of the two sees the other (Dekker).</para></remarks>
internal static unsafe class Scheduler
{
    /// <summary>How long a thread runs while another of its priority waits.</summary>
    public const ulong Turn = 10_000_000;

    private static ulong s_idle;

    /// <summary>Bit mask of the cores that have nothing to run.</summary>
    public static ulong IdleCores => Volatile.Read(ref s_idle);

    /// <summary>Sets a core's bit: from now on others wake it. A full barrier; pairs with Notify.</summary>
    public static void MarkIdle(Core* core) => Interlocked.Or(ref s_idle, 1UL << core->Index);

    /// <summary>Clears it.</summary>
    public static void MarkBusy(Core* core) => Interlocked.And(ref s_idle, ~(1UL << core->Index));

    [MethodImpl(MethodImplOptions.InternalCall), RuntimeImport("*", "enso_switch")]
    private static extern void Switch(ulong* savedStack, ulong newStack);

    [MethodImpl(MethodImplOptions.InternalCall), RuntimeImport("*", "enso_take_signals")]
    private static extern void TakeSignals();

    /// <summary>Makes a thread runnable: a new one, or one that was just taken out of a wait or a queue. Interrupts are
    /// off.</summary>
    public static void MakeReady(Thread* thread)
    {
        Thread.SetState(thread, ThreadState.Ready);
        int priority = Thread.UrgencyOf(thread);
        ulong affinity = Volatile.Read(ref thread->Affinity);
        Core* core = Enqueue(thread, out ulong count);
        Notify(core, priority, affinity);
        Volatile.Write(ref thread->Announced, count);
    }

    /// <summary>Adds a thread to the queue of a core that it may run on; returns the core.</summary>
    private static Core* Enqueue(Thread* thread, out ulong count)
    {
        for (;;)
        {
            Core* core = ChooseCore(thread);
            core->RunQueue.Lock.AcquireWithInterruptsOff();
            // The affinity may have changed since. Read under the lock: pairs with ThreadPlacement.SetAffinity, which
            // writes it and then looks through the queues.
            bool allowed = Thread.MayRunOn(thread, core->Index) || Volatile.Read(ref thread->OnCore) != 0;
            if (allowed)
            {
                core->RunQueue.Add(thread, core->Index);
            }
            count = thread->ReadyCount;
            core->RunQueue.Lock.ReleaseKeepingInterruptsOff();
            if (allowed)
            {
                return core;
            }
        }
    }

    private static Core* ChooseCore(Thread* thread)
    {
        // Where its registers are still being saved (FinishSwitch sends it on if it may not stay), or its cache may
        // still be warm.
        Core* last = Cores.At(thread->LastCore);
        if (Volatile.Read(ref thread->OnCore) != 0)
        {
            return last;
        }
        ulong affinity = Volatile.Read(ref thread->Affinity) & Cores.OnlineMask;
        ulong bit = 1UL << last->Index;
        ulong idle = Volatile.Read(ref s_idle) & affinity;
        if ((affinity & bit) != 0 && (idle == 0 || (idle & bit) != 0))
        {
            return last;
        }
        return Cores.At(System.Numerics.BitOperations.TrailingZeroCount(idle != 0 ? idle : affinity));
    }

    /// <summary>Tells a core that its queue has a new thread, or an idle one that it could take it.</summary>
    private static void Notify(Core* core, int priority, ulong affinity)
    {
        // The queue was written before this; pairs with IdleCore, which sets the bit before it looks at the queues.
        Interlocked.MemoryBarrier();
        ulong idle = Volatile.Read(ref s_idle);
        ulong bit = 1UL << core->Index;
        Core* self = Core.This();
        if ((idle & bit) != 0)
        {
            Wake(core, self);
            return;
        }
        idle &= affinity;
        if (idle != 0)
        {
            Wake(Cores.At(System.Numerics.BitOperations.TrailingZeroCount(idle)), self);
        }
        if (core == self)
        {
            ArmTurn(core, priority);
        }
        else if (Volatile.Read(ref core->TurnEnd) == 0 || IsUrgentFor(core, priority))
        {
            // It has to start counting its thread's turn, or to give way at once (CheckTurn).
            LocalApic.Send(core->ApicId, Vectors.Reschedule);
        }
    }

    /// <summary>Whether a thread that was just added to another core's queue goes before what that core runs, or is about
    /// to. The thread was added under the queue's lock: so this sees what was chosen without it.</summary>
    private static bool IsUrgentFor(Core* core, int priority)
    {
        Thread* chosen = (Thread*)Volatile.Read(ref *(ulong*)&core->Chosen);
        return chosen == null || priority > Thread.UrgencyOf(chosen);
    }

    private static void Wake(Core* core, Core* self)
    {
        // Whoever clears the bit sends the interrupt: one for each nap.
        ulong bit = 1UL << core->Index;
        if ((Interlocked.And(ref s_idle, ~bit) & bit) != 0)
        {
            // In this order: the core clears them in the other, and it looks again if it saw only the first.
            Volatile.Write(ref core->Waking, 1);
            Volatile.Write(ref core->MustReschedule, 1);
            // Pairs with IdleCore.Poll, which clears the flag and then looks for what was written just now.
            Interlocked.MemoryBarrier();
            if (core != self && Volatile.Read(ref core->Polling) == 0)
            {
                LocalApic.Send(core->ApicId, Vectors.Reschedule);
            }
        }
    }

    private static void ArmTurn(Core* core, int priority)
    {
        if (priority > Thread.UrgencyOf(core->Current) || core->Current == core->Idle)
        {
            core->MustReschedule = 1;
        }
        if (core->TurnEnd == 0)
        {
            core->TurnEnd = Clock.Now() + Turn;
            Timers.Program(core);
        }
    }

    /// <summary>What a reschedule interrupt does besides asking for a new choice: starts the turn of the current
    /// thread if others wait.</summary>
    public static void CheckTurn(Core* core)
    {
        if (core->RunQueue.Count != 0)
        {
            ArmTurn(core, core->RunQueue.HighestPriority);
        }
    }

    /// <summary>The current thread's turn is over: another is chosen if one waits; else no turn runs, and the timer stays
    /// off, until one does.</summary>
    public static void EndTurn(Core* core)
    {
        Volatile.Write(ref core->TurnEnd, 0);
        core->Current->Prompt = 0;
        // Pairs with Notify, which adds to the queue before it looks at the turn: one of the two sees the other.
        Interlocked.MemoryBarrier();
        if (core->RunQueue.Count != 0)
        {
            core->MustReschedule = 1;
        }
    }

    /// <summary>Gives the rest of this turn to others.</summary>
    public static void Yield()
    {
        ulong flags = Instructions.DisableInterrupts();
        Core* core = Core.This();
        if (core->RunQueue.Count != 0)
        {
            // One that went first because it was woken does so no more: else it would be chosen again, each time with a
            // new turn, while the thread that it waits for never runs.
            core->Current->Prompt = 0;
            Reschedule();
        }
        Instructions.RestoreInterrupts(flags);
        DeliverPending();
    }

    /// <summary>Switches away from a thread whose state is already Waiting or Dead, or which is still Running and
    /// gives way. Interrupts are off; they are off when it returns, perhaps on another core.</summary>
    public static void Reschedule()
    {
        Core* core = Core.This();
        Thread* previous = core->Current;
        core->MustReschedule = 0;
        ulong readded = 0;
        ulong now = Clock.Now();
        core->RunQueue.Lock.AcquireWithInterruptsOff();
        if (Thread.StateOf(previous) == ThreadState.Running && previous != core->Idle)
        {
            previous->State = ThreadState.Ready;
            core->RunQueue.Add(previous, core->Index);
            readded = previous->ReadyCount;
        }
        Thread* next = core->RunQueue.Take(core->Index, now);
        Volatile.Write(ref *(ulong*)&core->Chosen, (ulong)next);
        core->RunQueue.Lock.ReleaseKeepingInterruptsOff();
        if (next == null)
        {
            next = StealWork(core);
            if (next == null)
            {
                next = core->Idle;
            }
            Volatile.Write(ref *(ulong*)&core->Chosen, (ulong)next);
        }
        core->SwitchedFromCount = readded;
        SwitchTo(core, previous, next, now);
    }

    private static void SwitchTo(Core* core, Thread* previous, Thread* next, ulong now)
    {
        ulong ran = now - core->SwitchTime;
        previous->RunTime += ran;
        if (previous == core->Idle)
        {
            core->IdleTime += ran;
        }
        core->SwitchTime = now;
        next->State = ThreadState.Running;
        Volatile.Write(ref core->TurnEnd, next == core->Idle ? 0 : now + Turn);
        Timers.Program(core);
        if (next == previous)
        {
            Volatile.Write(ref core->Waking, 0);
            return;
        }
        if (next != core->Idle)
        {
            MarkBusy(core);
        }
        core->Switches++;
        next->LastCore = core->Index;
        core->Current = next;
        // A full barrier: whoever sends a signal and does not see this yet has its bit seen by DeliverPending; whoever
        // changes the affinity and does not see it run here has the mask seen now (ThreadPlacement.SetAffinity).
        Interlocked.Exchange(ref next->OnCore, 1);
        if (!Thread.MayRunOn(next, core->Index))
        {
            core->MustReschedule = 1;
            LocalApic.Send(core->ApicId, Vectors.Reschedule);
        }
        core->SwitchedFrom = previous;
        SetThreadPointer(next->ThreadPointer);
        Switch(&previous->StackPointer, next->StackPointer);
        FinishSwitch();
    }

    /// <summary>The first thing that the thread switched to does: the one before it is now saved.</summary>
    private static void FinishSwitch()
    {
        Core* core = Core.This();
        Thread* previous = core->SwitchedFrom;
        bool dead = previous->State == ThreadState.Dead;
        // Pairs with the acquire in RunQueue.Steal. A full barrier: the queue below is looked at after it.
        Interlocked.Exchange(ref previous->OnCore, 0);
        if (dead)
        {
            ThreadTable.Retire(previous);
        }
        else if (!Thread.MayRunOn(previous, core->Index))
        {
            ThreadPlacement.MoveAway(previous, core);
        }
        if (core->RunQueue.Movable != 0)
        {
            WakeForWaiting(core);
        }
        if (core->SwitchedFromCount != 0)
        {
            Volatile.Write(ref previous->Announced, core->SwitchedFromCount);
        }
        if (previous == core->Idle)
        {
            PassOn(core);
        }
        Volatile.Write(ref core->Waking, 0);
        Volatile.Write(ref *(ulong*)&core->SwitchedFrom, 0);
    }

    /// <summary>A core that was woken for one thread may have taken another that it found first; nobody else was told of
    /// the one it was woken for. So whoever stops being idle looks for more work, and tells the next idle core.
    /// </summary>
    private static void PassOn(Core* core)
    {
        for (int i = 0; i < Cores.Count && Volatile.Read(ref s_idle) != 0; i++)
        {
            Core* other = Cores.At(i);
            if (other->State == CoreState.Online && Volatile.Read(ref other->RunQueue.Movable) != 0
                && WakeForWaiting(other))
            {
                return;
            }
        }
    }

    /// <summary>Tells an idle core of a thread that waits for <paramref name="core"/>: the one just saved there, passed over
    /// by a core that has since gone idle, or one that was left when another was chosen. False when there is no such
    /// pair.</summary>
    private static bool WakeForWaiting(Core* core)
    {
        ulong idle = Volatile.Read(ref s_idle);
        if (idle == 0)
        {
            return false;
        }
        core->RunQueue.Lock.AcquireWithInterruptsOff();
        int index = core->RunQueue.FindCoreFor(idle);
        core->RunQueue.Lock.ReleaseKeepingInterruptsOff();
        if (index >= 0)
        {
            Wake(Cores.At(index), Core.This());
        }
        return index >= 0;
    }

    private static Thread* StealWork(Core* core)
    {
        int count = Cores.Count;
        for (int i = 1; i < count; i++)
        {
            int index = core->Index + i;
            Core* victim = Cores.At(index < count ? index : index - count);
            if (victim->State != CoreState.Online || Volatile.Read(ref victim->RunQueue.Movable) == 0)
            {
                continue;
            }
            victim->RunQueue.Lock.AcquireWithInterruptsOff();
            Thread* stolen = victim->RunQueue.Steal(core->Index);
            victim->RunQueue.Lock.ReleaseKeepingInterruptsOff();
            if (stolen != null)
            {
                return stolen;
            }
        }
        return null;
    }

    private static void SetThreadPointer(ulong value)
    {
        if (Features.HasFsGsBase)
        {
            Instructions.WriteFsBase(value);
        }
        else
        {
            const uint fsBase = 0xC0000100;
            Instructions.WriteMsr(fsBase, value);
        }
    }

    /// <summary>Takes the signals that came while this thread was inside the kernel.</summary>
    public static void DeliverPending()
    {
        Thread* thread = Thread.This();
        if ((Volatile.Read(ref thread->PendingSignals) & ~thread->BlockedSignals) != 0)
        {
            TakeSignals();
        }
    }

    /// <summary>Called by <c>switch.S</c> as a new thread's first act.</summary>
    [RuntimeExport("enso_thread_begin")]
    private static void Begin()
    {
        FinishSwitch();
        const ulong enabled = 0x202;
        Instructions.RestoreInterrupts(enabled);
        DeliverPending();
    }

    /// <summary>Sets the first thread of a core as running: its idle thread.</summary>
    public static void Adopt(Core* core, Thread* idle)
    {
        core->Idle = idle;
        core->Current = idle;
        core->Chosen = idle;
        idle->State = ThreadState.Running;
        idle->OnCore = 1;
        idle->LastCore = core->Index;
        core->SwitchTime = Clock.Now();
        // Before it started, a core was not busy.
        core->IdleTime = core->Index == 0 ? 0 : core->SwitchTime;
        SetThreadPointer(idle->ThreadPointer);
    }
}
