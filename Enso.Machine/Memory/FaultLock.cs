using Enso.Machine.Cpu;

namespace Enso.Machine.Memory;

/// <summary>A spin lock that the page-fault handler takes too. Whoever holds it must not fault, and thread stacks are
/// themselves demand-paged: so the stack that its holder may need is touched before it is taken.</summary>
internal unsafe struct FaultLock
{
    /// <summary>More stack than any holder uses.</summary>
    private const int StackNeeded = 2 * 4096;

    private SpinLock _lock;

    /// <summary>Disables interrupts and takes the lock; returns the flags.</summary>
    public ulong Acquire()
    {
        ulong flags = Instructions.DisableInterrupts();
        AcquireWithInterruptsOff();
        return flags;
    }

    /// <summary>Takes the lock; the caller has interrupts disabled.</summary>
    public void AcquireWithInterruptsOff()
    {
        EnsureStack();
        if (Cores.PerCoreReady)
        {
            Core.This()->FaultLocksHeld++;
        }
        _lock.AcquireWithInterruptsOff();
    }

    /// <summary>Gives the lock back and restores the interrupt flag.</summary>
    public void Release(ulong flags)
    {
        ReleaseKeepingInterruptsOff();
        Instructions.RestoreInterrupts(flags);
    }

    /// <summary>Gives the lock back; interrupts stay disabled.</summary>
    public void ReleaseKeepingInterruptsOff()
    {
        _lock.ReleaseKeepingInterruptsOff();
        if (Cores.PerCoreReady)
        {
            Core.This()->FaultLocksHeld--;
        }
    }

    /// <summary>Makes the pages below the stack pointer present, unless this core holds such a lock already: then
    /// it has done so, and must not fault now. They stay present: a stack's pages are given back only when its
    /// thread has ended. Interrupts are off.</summary>
    public static void EnsureStack()
    {
        if (Cores.PerCoreReady && Core.This()->FaultLocksHeld != 0)
        {
            return;
        }
        byte here;
        // SAFETY: reads only; below a thread's stack lies its guard page, whose fault is a panic that says so;
        // below other stacks lies memory of the direct map.
        byte* bottom = &here - StackNeeded;
        for (int offset = StackNeeded; offset >= 0; offset -= 4096)
        {
            Volatile.Read(ref bottom[offset]);
        }
    }
}
