using System.Runtime.InteropServices;
using Enso.Machine.Interrupts;
using Enso.Machine.Threads;

namespace Enso.Machine.Cpu;

/// <summary>How far a core has come.</summary>
internal enum CoreState
{
    /// <summary>Listed by the firmware, not started yet.</summary>
    Present,

    /// <summary>Told to start.</summary>
    Starting,

    /// <summary>Running threads.</summary>
    Online,

    /// <summary>It did not answer; the system runs without it.</summary>
    Failed,

    /// <summary>Stopped by a panic or a shutdown.</summary>
    Stopped,
}

/// <summary>The per-core block, at GS:0. Each core has its own, on pages of its own; no other core writes to it
/// but to the queues, under their locks, and where a field says so.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct Core
{
    /// <summary>The block's own address: what GS:0 reads.</summary>
    public Core* Self;

    /// <summary>The thread that runs here.</summary>
    public Thread* Current;

    /// <summary>The thread that was chosen to run here, from before it does; null while none is known. Written under the
    /// run queue's lock where it comes from there, so that whoever adds a thread to the queue compares it with what runs
    /// next and not with what has just gone.</summary>
    public Thread* Chosen;

    /// <summary>The thread that runs when no other can.</summary>
    public Thread* Idle;

    /// <summary>The thread that was switched away from, until the switch is over: its state saved, and other cores told
    /// if threads wait here.</summary>
    public Thread* SwitchedFrom;

    /// <summary>Its <see cref="Thread.ReadyCount"/> if it went back to the run queue, else 0.</summary>
    public ulong SwitchedFromCount;

    /// <summary>Position in <see cref="Cores"/>.</summary>
    public int Index;

    /// <summary>The local APIC's identifier.</summary>
    public uint ApicId;

    /// <summary>Written by the starting core until online, then by this core.</summary>
    public CoreState State;

    /// <summary>Set by anyone who wants this core to choose again; read with interrupts off.</summary>
    public int MustReschedule;

    /// <summary>Non-zero from when an idle core is told of work until it has looked for it.</summary>
    public int Waking;

    /// <summary>Non-zero while it halts, having found no work after its bit in <see cref="Scheduler.IdleCores"/> was set.
    /// </summary>
    public int Halting;

    /// <summary>Locks held that the page-fault handler takes too.</summary>
    public int FaultLocksHeld;

    /// <summary>Requests that other cores have posted (bit mask, <see cref="InterProcessor"/>).</summary>
    public ulong PostedRequests;

    /// <summary>Runnable threads waiting for this core.</summary>
    public RunQueue RunQueue;

    /// <summary>Threads that wait until a time.</summary>
    public SleepQueue Sleepers;

    /// <summary>How long an idle core looks for work before it halts, in nanoseconds; see <see cref="IdleCore"/>.</summary>
    public ulong PollWindow;

    /// <summary>Non-zero while it looks for work before halting: whoever has some need not interrupt it.</summary>
    public int Polling;

    /// <summary>The APIC that the last command went to, as the register has it; see <see cref="LocalApic"/>.</summary>
    public uint LastCommandTarget;

    /// <summary>The TSC when it was sent.</summary>
    public ulong LastCommandTime;

    /// <summary>When the timer was set to fire, in nanoseconds of the monotonic clock; 0 when it is off.</summary>
    public ulong TimerDeadline;

    /// <summary>When the current thread's turn ends; 0 when nobody waits for its end.</summary>
    public ulong TurnEnd;

    /// <summary>When the current thread was switched to.</summary>
    public ulong SwitchTime;

    /// <summary>Nanoseconds spent in the idle thread.</summary>
    public ulong IdleTime;

    /// <summary>Thread switches.</summary>
    public ulong Switches;

    /// <summary>Switches forced by an interrupt.</summary>
    public ulong Preemptions;

    /// <summary>Page faults served.</summary>
    public ulong PageFaults;

    /// <summary>Signals delivered to threads here.</summary>
    public ulong Signals;

    /// <summary>Interrupts for this core's reactor; null until the first one takes them (<see cref="TopHalf"/>).</summary>
    public InterruptQueues* InterruptQueues;

    /// <summary>The thread that is this core's reactor and takes its interrupts; null for none.</summary>
    public Thread* Reactor;

    /// <summary>What its sleep is ended by (<see cref="SleepToken"/>).</summary>
    public int* ReactorToken;

    /// <summary>Free frames kept back for this core.</summary>
    public Memory.FrameCache Frames;

    /// <summary>Free blocks of the C heap kept back for this core.</summary>
    public Memory.HeapCache Heap;

    /// <summary>What the processor reads: see <see cref="DescriptorTables"/>.</summary>
    public fixed ulong GlobalDescriptors[8];

    /// <summary>The task-state segment (104 bytes).</summary>
    public fixed byte TaskState[112];

    /// <summary>Interrupts taken, by vector.</summary>
    public fixed ulong InterruptCounts[256];

    /// <summary>The core that runs this code. The caller has interrupts disabled, or is an idle or pinned thread,
    /// or uses only what does not change when it moves.</summary>
    public static Core* This() => (Core*)Instructions.CoreBlock();

    /// <summary>Index of the core that runs this code, or 0 before the per-core block exists.</summary>
    public static int CurrentIndex()
    {
        ulong flags = Instructions.DisableInterrupts();
        int index = Cores.PerCoreReady ? This()->Index : 0;
        Instructions.RestoreInterrupts(flags);
        return index;
    }
}
