using Enso.Machine.Cpu;
using Enso.Machine.Memory;

namespace Enso.Machine.Interrupts;

/// <summary>Requests that a core makes of all others and waits for: flush the TLB, pass a memory barrier.</summary>
/// <remarks>Protocol: the requester, holding <see cref="s_lock"/>, sets a bit in each target's mailbox
/// (<see cref="Core.PostedRequests"/>), interrupts it, and spins until the bit is clear. The target clears the bit
/// after it has done what was asked. A target that cannot take the interrupt because it spins on a lock with
/// interrupts off answers from inside that loop (<see cref="SpinLock"/>), so two cores never wait for each
/// other.</remarks>
internal static unsafe class InterProcessor
{
    private const ulong FlushRequest = 1;
    private const ulong BarrierRequest = 2;

    // The page-fault handler may wait for it through the address space's lock: whoever holds it must not fault.
    private static FaultLock s_lock;

    // How often a core has answered, since boot.
    private static long s_answers;

    /// <summary>Shootdowns since boot.</summary>
    public static ulong TlbFlushes { get; private set; }

    /// <summary>Barriers since boot.</summary>
    public static ulong Barriers { get; private set; }

    /// <summary>Flushes every core's TLB of the demand-paged area and returns when all have.</summary>
    public static void FlushTlb()
    {
        TlbFlushes++;
        Instructions.WriteCr3(PageTables.Root);
        Request(FlushRequest);
    }

    /// <summary>Makes every core pass a full memory barrier (the runtime's FlushProcessWriteBuffers), and returns
    /// when all have.</summary>
    public static void BarrierEverywhere()
    {
        Barriers++;
        Instructions.FullBarrier();
        Request(BarrierRequest);
    }

    /// <summary>Answers what is posted for this core. Called with interrupts off.</summary>
    public static void ServiceRequests()
    {
        if (!Cores.PerCoreReady)
        {
            return;
        }
        Core* core = Core.This();
        if (Volatile.Read(ref core->PostedRequests) == 0)
        {
            return;
        }
        // Pairs with the requester's Interlocked.Or: what it wrote before posting (page-table entries, the
        // runtime's flags) is seen after this exchange. Both requests are answered by what follows, since
        // the exchange itself is the full barrier.
        ulong posted = Interlocked.Exchange(ref core->PostedRequests, 0);
        if ((posted & FlushRequest) != 0)
        {
            Instructions.WriteCr3(PageTables.Root);
        }
        // Tells the requester: pairs with its read of Answered.
        Interlocked.Increment(ref s_answers);
    }

    private static void Request(ulong what)
    {
        if (Cores.OnlineCount <= 1)
        {
            return;
        }
        ulong flags = s_lock.Acquire();
        Core* self = Core.This();
        long expected = Volatile.Read(ref s_answers);
        for (int i = 0; i < Cores.Count; i++)
        {
            Core* core = Cores.At(i);
            if (core != self && core->State == CoreState.Online)
            {
                expected++;
                Interlocked.Or(ref core->PostedRequests, what);
                LocalApic.Send(core->ApicId, Vectors.Request);
            }
        }
        // Only one request is under way at a time (s_lock), so the count of answers is all that is needed.
        while (Volatile.Read(ref s_answers) < expected)
        {
            ServiceRequests();
            Instructions.Pause();
        }
        s_lock.Release(flags);
    }
}
