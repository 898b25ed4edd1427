using Enso.Machine.Cpu;
using Enso.Machine.Time;

namespace Enso.Machine.Threads;

/// <summary>What a core does that has nothing to run: it looks for work in all queues, then watches its own flag for a
/// short while, then halts until an interrupt.</summary>
/// <remarks>Waking a halted core costs the waker an interrupt command and the core its entry, many times the cost of a
/// short wait. So a core that was lately woken soon after it had halted watches first, and one that was not, does
/// not: the window grows by doubling while halts are short, and shrinks by halving when they are long (after the
/// idle governor <em>haltpoll</em> of Linux guests).</remarks>
internal static unsafe class IdleCore
{
    /// <summary>The longest window, in nanoseconds; a halt no longer than this was not worth it.</summary>
    private const ulong LongestPoll = 100_000;

    /// <summary>The first window, and the least.</summary>
    private const ulong ShortestPoll = 6_000;

    /// <summary>What an idle thread does for ever.</summary>
    public static void Loop()
    {
        for (;;)
        {
            Instructions.DisableInterrupts();
            Core* core = Core.This();
            if (core->MustReschedule == 0)
            {
                Scheduler.MarkIdle(core);
            }
            // The bit is set, or another core cleared it just now; pairs with Scheduler.Notify.
            if (HasWork(core))
            {
                Scheduler.MarkBusy(core);
                Scheduler.Reschedule();
            }
            else
            {
                Rest(core);
            }
        }
    }

    private static bool HasWork(Core* core)
        => core->MustReschedule != 0 || core->RunQueue.Count != 0 || OthersHaveWork(core);

    private static bool OthersHaveWork(Core* core)
    {
        for (int i = 0; i < Cores.Count; i++)
        {
            Core* other = Cores.At(i);
            bool waiting = other->State == CoreState.Online && Volatile.Read(ref other->RunQueue.Movable) != 0;
            if (other != core && waiting && HasStealable(other, core->Index))
            {
                return true;
            }
        }
        return false;
    }

    private static bool HasStealable(Core* victim, int forCore)
    {
        victim->RunQueue.Lock.AcquireWithInterruptsOff();
        bool any = victim->RunQueue.FindStealable(forCore) != null;
        victim->RunQueue.Lock.ReleaseKeepingInterruptsOff();
        return any;
    }

    /// <summary>Watches, then halts. Interrupts are off at first and on at the end.</summary>
    private static void Rest(Core* core)
    {
        ulong start = Clock.Now();
        if (core->PollWindow != 0 && Cores.OnlineCount > 1 && Poll(core, start + core->PollWindow))
        {
            Instructions.RestoreInterrupts(Instructions.InterruptFlag | Reserved);
            return;
        }
        Volatile.Write(ref core->Halting, 1);
        Instructions.EnableInterruptsAndHalt();
        Volatile.Write(ref core->Halting, 0);
        Adapt(core, Clock.Now() - start);
    }

    /// <summary>The flag that always reads as one (Intel SDM volume 1, 3.4.3).</summary>
    private const ulong Reserved = 2;

    /// <summary>Waits for the flag until a time, with interrupts on; whether it was set. Interrupts are off again when it
    /// returns.</summary>
    private static bool Poll(Core* core, ulong end)
    {
        Volatile.Write(ref core->Polling, 1);
        Instructions.RestoreInterrupts(Instructions.InterruptFlag | Reserved);
        while (Volatile.Read(ref core->MustReschedule) == 0 && Clock.Now() < end)
        {
            Instructions.Pause();
        }
        Instructions.DisableInterrupts();
        // A full barrier; pairs with Scheduler.Wake, which sets the flag before it reads this.
        Interlocked.Exchange(ref core->Polling, 0);
        return Volatile.Read(ref core->MustReschedule) != 0;
    }

    private static void Adapt(Core* core, ulong rested)
    {
        ulong window = core->PollWindow;
        if (rested > LongestPoll)
        {
            core->PollWindow = window / 2 < ShortestPoll ? 0 : window / 2;
        }
        else
        {
            core->PollWindow = window == 0 ? ShortestPoll : window * 2 > LongestPoll ? LongestPoll : window * 2;
        }
    }
}
