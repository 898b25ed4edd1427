using System.Runtime.CompilerServices;
using System.Threading;
using Enso.Machine.Interrupts;

namespace Enso.Machine.Cpu;

/// <summary>A mutual-exclusion lock between cores. It is taken with interrupts disabled and held for a bounded,
/// short time; whoever holds it never blocks and never touches demand-paged memory while holding the address
/// space's own lock.</summary>
/// <remarks>While it waits with interrupts disabled, a core still answers requests that other cores wait for
/// (<see cref="InterProcessor.ServiceRequests"/>): otherwise a holder that waits for a TLB shootdown and a waiter that
/// cannot take the interrupt would wait for each other for ever.</remarks>
internal unsafe struct SpinLock
{
    private int _held;

    /// <summary>Disables interrupts and takes the lock; returns the flags for <see cref="Release"/>.</summary>
    public ulong Acquire()
    {
        ulong flags = Instructions.DisableInterrupts();
        AcquireWithInterruptsOff();
        return flags;
    }

    /// <summary>Takes the lock; the caller has interrupts disabled already.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AcquireWithInterruptsOff()
    {
        // Pairs with the release store in ReleaseKeepingInterruptsOff.
        if (Interlocked.CompareExchange(ref _held, 1, 0) != 0)
        {
            Wait();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Wait()
    {
        do
        {
            while (Volatile.Read(ref _held) != 0)
            {
                InterProcessor.ServiceRequests();
                Instructions.Pause();
            }
        }
        while (Interlocked.CompareExchange(ref _held, 1, 0) != 0);
    }

    /// <summary>Takes the lock if it is free; the caller has interrupts disabled already.</summary>
    public bool TryAcquireWithInterruptsOff() => Interlocked.CompareExchange(ref _held, 1, 0) == 0;

    /// <summary>Gives the lock back and restores the interrupt flag.</summary>
    public void Release(ulong flags)
    {
        ReleaseKeepingInterruptsOff();
        Instructions.RestoreInterrupts(flags);
    }

    /// <summary>Gives the lock back; interrupts stay disabled.</summary>
    public void ReleaseKeepingInterruptsOff() => Volatile.Write(ref _held, 0);
}
