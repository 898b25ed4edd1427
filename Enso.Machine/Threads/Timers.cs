using Enso.Machine.Cpu;
using Enso.Machine.Interrupts;
using Enso.Machine.Time;

namespace Enso.Machine.Threads;

/// <summary>The one-shot timer of each core. It fires no later than the earliest of: a sleeper's deadline, the end of the
/// current thread's turn. With neither it is off: an idle core sleeps until somebody wakes it. Setting it is slow, so
/// a deadline that went away leaves it as it is: it fires once for nothing and is then set for what is left.
/// </summary>
internal static unsafe class Timers
{
    /// <summary>The longest that the timer is set for; when it fires early there is nothing to do and it is set
    /// again.</summary>
    private const ulong Longest = 4 * Clock.Second;

    /// <summary>Sets this core's timer. Interrupts are off.</summary>
    public static void Program(Core* core)
    {
        ulong deadline = core->Sleepers.FirstDeadline;
        if (core->TurnEnd != 0 && (deadline == 0 || core->TurnEnd < deadline))
        {
            deadline = core->TurnEnd;
        }
        if (deadline == 0 || (core->TimerDeadline != 0 && core->TimerDeadline <= deadline))
        {
            return;
        }
        core->TimerDeadline = deadline;
        if (LocalApic.UsesTscDeadline)
        {
            LocalApic.SetDeadline(Clock.TimestampAfter(SpanTo(deadline)));
        }
        else
        {
            LocalApic.SetOneShot(Clock.ApicTicks(SpanTo(deadline)));
        }
    }

    private static ulong SpanTo(ulong deadline)
    {
        ulong now = Clock.Now();
        ulong span = deadline > now ? deadline - now : 1;
        return span > Longest ? Longest : span;
    }

    /// <summary>The timer fired: wakes whoever's time has come.</summary>
    public static void Expired(Core* core)
    {
        core->TimerDeadline = 0;
        ulong now = Clock.Now();
        for (;;)
        {
            core->Sleepers.Lock.AcquireWithInterruptsOff();
            Thread* thread = core->Sleepers.First;
            if (thread == null || thread->Deadline > now)
            {
                core->Sleepers.Lock.ReleaseKeepingInterruptsOff();
                break;
            }
            core->Sleepers.Remove(thread);
            // Which wait this is the end of: by the time the bucket is locked it may be another. Read before the
            // thread is marked as out of the heap: from then on a waker passes this lock by (Futex.CancelSleep).
            ulong generation = Volatile.Read(ref thread->WaitGeneration);
            ulong address = Volatile.Read(ref thread->WaitAddress);
            Volatile.Write(ref thread->SleepCore, -1);
            core->Sleepers.Lock.ReleaseKeepingInterruptsOff();
            Futex.TimeOut(thread, address, generation);
        }
        if (core->TurnEnd != 0 && now >= core->TurnEnd)
        {
            Scheduler.EndTurn(core);
        }
        Program(core);
    }
}
