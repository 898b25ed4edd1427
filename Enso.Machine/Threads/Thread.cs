using System.Runtime;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Enso.Machine.Cpu;
using Enso.Machine.Memory;

namespace Enso.Machine.Threads;

/// <summary>What a thread is doing.</summary>
internal enum ThreadState
{
    /// <summary>In a run queue.</summary>
    Ready,

    /// <summary>On a core.</summary>
    Running,

    /// <summary>Waiting on an address or for a time.</summary>
    Waiting,

    /// <summary>Ended; its block waits to be used again.</summary>
    Dead,
}

/// <summary>A kernel thread's control block: one page from the direct map, the thread-local storage at its end. It is
/// never unmapped, only used again, so a stale pointer reads a thread, if not the same one.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct Thread
{
    /// <summary>The longest name in bytes, with its zero.</summary>
    public const int NameCapacity = 32;

    /// <summary>Destructor slots of <c>pthread_key_create</c>.</summary>
    public const int KeyCount = 16;

    // Guarded by the lock of the run queue it is in, or private to the core that runs it.

    /// <summary>The stack pointer while it does not run.</summary>
    public ulong StackPointer;

    /// <summary>Next in a run queue.</summary>
    public Thread* NextReady;

    /// <summary>What it is doing. Written with the lock that the transition names (see <see cref="Scheduler"/>).
    /// </summary>
    public ThreadState State;

    /// <summary>Non-zero while some core runs it or has not yet saved its registers.</summary>
    public int OnCore;

    /// <summary>The core that runs it, or ran it last.</summary>
    public int LastCore;

    /// <summary>The core in whose run queue it is, or -1. Written under that queue's lock.</summary>
    public int ReadyCore;

    /// <summary>The list of that queue that it is in: its priority when it was added.</summary>
    public int ReadyPriority;

    /// <summary>Whether it was added as one that other cores may take.</summary>
    public int ReadyMovable;

    /// <summary>Counts the times that it was added to a queue.</summary>
    public ulong ReadyCount;

    /// <summary>The last of these whose announcement to other cores is complete; for
    /// <see cref="WorkConservation"/>. A late write may set it back, and then nothing is checked.</summary>
    public ulong Announced;

    // Written by anyone; those who choose a core or a list read it. See ThreadPlacement.

    /// <summary>Bit mask of the cores it may run on.</summary>
    public ulong Affinity;

    /// <summary>That of the threads it starts. It is the same, unless the thread alone was pinned.</summary>
    public ulong ChildAffinity;

    /// <summary>0 (lowest) up to <see cref="RunQueue.Priorities"/> - 1.</summary>
    public int Priority;

    // Written by the thread itself and by the core that runs it.

    /// <summary>1 for a reactor that has slept and not used up a turn since: it goes before threads of its priority.
    /// </summary>
    public int Prompt;

    // Guarded by the futex bucket's lock.

    /// <summary>The address it waits on; 0 when woken.</summary>
    public ulong WaitAddress;

    /// <summary>Next in the bucket.</summary>
    public Thread* NextWaiter;

    /// <summary>Previous in the bucket.</summary>
    public Thread* PreviousWaiter;

    /// <summary>Counts waits, so that a late timeout of an earlier wait is recognised.</summary>
    public ulong WaitGeneration;

    /// <summary>Whether the wait ended because its time came.</summary>
    public int TimedOut;

    // Guarded by the sleep queue's lock of SleepCore.

    /// <summary>When the wait ends, in nanoseconds of the monotonic clock; 0: never.</summary>
    public ulong Deadline;

    /// <summary>The core whose sleep queue it is in, or -1.</summary>
    public int SleepCore;

    /// <summary>First child in the pairing heap.</summary>
    public Thread* HeapChild;

    /// <summary>Next sibling in the pairing heap.</summary>
    public Thread* HeapSibling;

    /// <summary>Previous sibling, or the parent of a first child.</summary>
    public Thread* HeapPrevious;

    // Atomic.

    /// <summary>Signals sent and not yet delivered, a bit each.</summary>
    public ulong PendingSignals;

    // Private to the thread.

    /// <summary>Signals held back, a bit each.</summary>
    public ulong BlockedSignals;

    /// <summary>A fault that must become a signal: its number, or 0.</summary>
    public int FaultSignal;

    /// <summary>The fault's address.</summary>
    public ulong FaultAddress;

    /// <summary>Where its stack is known to be present and writable, from the last time that an interrupt was copied there:
    /// a thread's stack keeps its pages until its end.</summary>
    public ulong PresentStart;

    /// <summary>The end of that.</summary>
    public ulong PresentEnd;

    /// <summary>The C <c>errno</c>.</summary>
    public int Errno;

    /// <summary>Values of <c>pthread_setspecific</c>.</summary>
    public fixed ulong Keys[KeyCount];

    // Set at creation.

    /// <summary>A number never used twice.</summary>
    public ulong Id;

    /// <summary>The thread pointer: FS base.</summary>
    public ulong ThreadPointer;

    /// <summary>Lowest stack address.</summary>
    public ulong StackStart;

    /// <summary>Stack size in bytes, without the guard page.</summary>
    public ulong StackBytes;

    /// <summary>UTF-8, zero-terminated.</summary>
    public fixed byte Name[NameCapacity];

    /// <summary>Bits of <see cref="ThreadTable"/>; <c>pthread_join</c> waits on it.</summary>
    public int Ended;

    /// <summary>What its function returned.</summary>
    public ulong Result;

    /// <summary>Nanoseconds it has run.</summary>
    public ulong RunTime;

    // Guarded by ThreadTable's lock.

    /// <summary>Next in the list of all threads, or of free blocks.</summary>
    public Thread* NextInTable;

    /// <summary>Previous in the list of all threads.</summary>
    public Thread* PreviousInTable;

    /// <summary>Sets what a thread is doing; other cores see it after everything written before.</summary>
    public static void SetState(Thread* thread, ThreadState state)
        => Volatile.Write(ref *(int*)&thread->State, (int)state);

    /// <summary>What a thread is doing.</summary>
    public static ThreadState StateOf(Thread* thread) => (ThreadState)Volatile.Read(ref *(int*)&thread->State);

    /// <summary>The priority that a thread is chosen by now.</summary>
    public static int UrgencyOf(Thread* thread)
        => System.Math.Min(Volatile.Read(ref thread->Priority) + thread->Prompt, RunQueue.Priorities - 1);

    /// <summary>Whether a thread may run on a core now.</summary>
    public static bool MayRunOn(Thread* thread, int core)
        => (Volatile.Read(ref thread->Affinity) & (1UL << core)) != 0;

    /// <summary>The thread that runs this code; null before the first.</summary>
    public static Thread* This() => (Thread*)Instructions.ThreadBlock();

    [MethodImpl(MethodImplOptions.InternalCall), RuntimeImport("*", "enso_thread_entry_address")]
    private static extern ulong EntryAddress();

    /// <summary>Lays out a fresh stack so that the first switch to the thread calls
    /// <paramref name="function"/>(<paramref name="argument"/>). The top page must be present.</summary>
    public static void PrepareStack(Thread* thread, ulong function, ulong argument)
    {
        ulong* top = (ulong*)((thread->StackStart + thread->StackBytes) & ~15UL);
        *--top = 0;
        *--top = 0; // where the entry's caller would be; the stack is 16-byte aligned at its calls
        *--top = EntryAddress();
        *--top = 0; // rbp
        *--top = function; // rbx
        *--top = argument; // r12
        *--top = 0; // r13
        *--top = 0; // r14
        *--top = 0; // r15
        thread->StackPointer = (ulong)top;
    }
}
