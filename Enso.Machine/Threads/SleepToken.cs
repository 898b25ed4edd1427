using System.Runtime;

namespace Enso.Machine.Threads;

/// <summary>A sleep that another core ends: for a thread that is its core's reactor. The token is 1 when somebody has woken the
/// thread since it last slept, and the next sleep then ends at once.</summary>
/// <remarks>Called through P/Invoke, because it waits: the call leaves managed code, so a collection does not wait for
/// it.</remarks>
internal static unsafe class SleepToken
{
    /// <summary>Sleeps until woken, or until a time.</summary>
    /// <param name="token">The thread's.</param>
    /// <param name="deadline">In nanoseconds of the monotonic clock; 0 for ever.</param>
    [RuntimeExport("enso_sleep")]
    private static void Sleep(int* token, ulong deadline)
    {
        // A thread that sleeps has not used up its turn: when woken it goes before the others, until it does.
        Thread.This()->Prompt = 1;
        // The futex compares again under its lock, so a wake-up between the two is not lost.
        while (Interlocked.Exchange(ref *token, 0) == 0)
        {
            if (Futex.Wait(token, 0, deadline) == Futex.Outcome.TimedOut)
            {
                // Whoever has set it meanwhile did so before the thread looks at what there is to do.
                Interlocked.Exchange(ref *token, 0);
                return;
            }
        }
    }

    /// <summary>Ends a thread's sleep, or its next one, but keeps the core: for interrupt handlers, after which the
    /// core chooses anyway. Interrupts are off.</summary>
    /// <param name="token">The thread's.</param>
    public static void WakeKeepingCore(int* token)
    {
        if (Interlocked.Exchange(ref *token, 1) == 0)
        {
            Futex.WakeKeepingCore(token, 1);
        }
    }

    /// <summary>Ends a thread's sleep, or its next one.</summary>
    /// <param name="token">The thread's.</param>
    [RuntimeExport("enso_wake")]
    private static void Wake(int* token)
    {
        if (Interlocked.Exchange(ref *token, 1) == 0)
        {
            Futex.Wake(token, 1);
        }
    }
}
