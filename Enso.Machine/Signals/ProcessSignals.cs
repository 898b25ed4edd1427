using Enso.Machine.Cpu;
using Enso.Machine.Threads;

namespace Enso.Machine.Signals;

/// <summary>Signals for the process and for no thread in particular, as the terminal sends them. POSIX lets any thread
/// take such a signal that does not hold it back; here a thread of the kernel's own takes them all, so that they are
/// handled at once whatever the others wait for, and no wait is ever cut short.</summary>
internal static unsafe class ProcessSignals
{
    private const ulong StackBytes = 256 * 1024;

    private static Thread* s_thread;

    // Changes with every signal; the thread waits on it.
    private static int s_posted;

    /// <summary>Starts the thread; false when there is no memory for it. Interrupts are off.</summary>
    public static bool Start()
    {
        Thread* thread = ThreadTable.Create(StackBytes, (ulong)(delegate*<ulong, ulong>)&Run, 0);
        if (thread == null)
        {
            return false;
        }
        ThreadTable.SetName(thread, Pointers.Of("signals\0"u8));
        s_thread = thread;
        Scheduler.MakeReady(thread);
        return true;
    }

    /// <summary>Sends a signal to the process. Before it starts there is nobody to send to.</summary>
    public static void Post(int signal)
    {
        ulong flags = Instructions.DisableInterrupts();
        PostKeepingCore(signal);
        Instructions.RestoreInterrupts(flags);
    }

    /// <summary>Sends a signal likewise; an interrupt handler may call it. Interrupts are off.</summary>
    public static void PostKeepingCore(int signal)
    {
        if (s_thread == null)
        {
            return;
        }
        Interlocked.Or(ref s_thread->PendingSignals, 1UL << (signal - 1));
        Interlocked.Increment(ref s_posted);
        Futex.WakeKeepingCore(Pointers.Of(ref s_posted), 1);
    }

    private static ulong Run(ulong argument)
    {
        for (;;)
        {
            int seen = Volatile.Read(ref s_posted);
            // Takes what came before the count was read; what comes after changes it.
            Scheduler.DeliverPending();
            Futex.Wait(Pointers.Of(ref s_posted), seen, 0);
        }
    }
}
