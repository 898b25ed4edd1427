using System.Runtime;
using System.Runtime.CompilerServices;
using Enso.Machine.Console;
using Enso.Machine.Cpu;
using Enso.Machine.Diagnostics;
using Enso.Machine.Memory;
using Enso.Machine.Signals;
using Enso.Machine.Threads;
using Enso.Machine.Time;

namespace Enso.Machine.Interrupts;

/// <summary>Every interrupt and exception arrives here, on an IST stack with interrupts off
/// (<c>interrupts.S</c>).</summary>
internal static unsafe class InterruptDispatch
{
    private const int SegmentationFault = 11;
    private const int FloatingPointFault = 8;
    private const int RedZone = 128;

    /// <summary>A fault this close below a thread's stack is an overflow of it.</summary>
    private const ulong GuardReach = 16 * 1024;

    private struct Handlers
    {
        public fixed ulong Functions[256];
    }

    private static Handlers s_handlers;

    /// <summary>Interrupts on a vector that nobody handles. A line that brings one is stopped.</summary>
    public static ulong Unexpected { get; private set; }

    /// <summary>Whether the kernel itself handles a vector, with the core's reactor or without it.</summary>
    public static bool HasHandler(int vector) => Pointers.Of(ref s_handlers.Functions[0])[vector] != 0;

    /// <summary>Sets what a device's vector runs: a lower function, called with interrupts off, which must not
    /// touch demand-paged memory. The interrupt is acknowledged afterwards.</summary>
    /// <remarks>Not inlined: the walk of the linked image finds the handlers by the calls of this.</remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void SetHandler(int vector, delegate*<void> handler)
        => Pointers.Of(ref s_handlers.Functions[0])[vector] = (ulong)handler;

    /// <summary>Handles the interrupt. Returns 0 to go on where it came, or the address of a copy of the frame on
    /// the thread's own stack when the thread must be switched or signalled.</summary>
    [RuntimeExport("enso_interrupt")]
    private static ulong Dispatch(InterruptFrame* frame)
    {
        int vector = (int)frame->Vector;
        if (!Cores.PerCoreReady)
        {
            Panic.Fault(frame);
        }
        Core* core = Core.This();
        core->InterruptCounts[vector]++;
        if (vector < Vectors.FirstInterrupt)
        {
            return Exception(core, frame, vector);
        }
        bool isWanted = TopHalf.Wants(core, vector);
        ulong stamp = isWanted ? Clock.Now() : 0;
        switch (vector)
        {
            case Vectors.Timer:
                LocalApic.Acknowledge();
                Timers.Expired(core);
                break;
            case Vectors.Reschedule:
                LocalApic.Acknowledge();
                Scheduler.CheckTurn(core);
                break;
            case Vectors.Request:
                LocalApic.Acknowledge();
                InterProcessor.ServiceRequests();
                break;
            case Vectors.TakeSignals:
            case Vectors.Spurious:
                break;
            case Vectors.ApicError:
                ReportApicError(core);
                LocalApic.Acknowledge();
                break;
            default:
                Device(core, vector, isWanted);
                break;
        }
        if (isWanted)
        {
            TopHalf.Give(core, vector, stamp);
        }
        return Leave(core, frame);
    }

    // Not inlined: a text buffer in the frame of Dispatch would have the compiler guard it with the stack-check cookie,
    // and the runtime changes that cookie once, while other cores may be in here (see PageTables.ProtectImage).
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ReportApicError(Core* core)
        => Log.Warning($"core {core->Index}: local APIC error {LocalApic.TakeErrors():x}");

    // Not inlined, as above.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ReportUnserved(Core* core, int vector)
        => Log.Warning($"core {core->Index}: nobody serves vector {vector:x}, so its line is stopped");

    private static void Device(Core* core, int vector, bool isWanted)
    {
        delegate*<void> handler = (delegate*<void>)Pointers.Of(ref s_handlers.Functions[0])[vector];
        if (handler != null)
        {
            handler();
        }
        else if (!isWanted)
        {
            Unexpected++;
            if (IoApic.StopUnserved(vector, core->ApicId))
            {
                ReportUnserved(core, vector);
            }
        }
        if (isWanted)
        {
            TopHalf.Hold(core, vector);
        }
        LocalApic.Acknowledge();
    }

    private static ulong Exception(Core* core, InterruptFrame* frame, int vector)
    {
        switch (vector)
        {
            case Vectors.PageFault:
                return PageFault(core, frame);
            case Vectors.DivideError:
                return Signal(core, frame, FloatingPointFault, frame->Rip);
            case Vectors.NonMaskable:
                Panic.StopHere(core, frame);
                return 0;
            default:
                Panic.Fault(frame);
                return 0;
        }
    }

    private static ulong PageFault(Core* core, InterruptFrame* frame)
    {
        ulong address = Instructions.ReadCr2();
        core->PageFaults++;
        switch (AddressSpace.Fault(address, frame->ErrorCode))
        {
            case AddressSpace.FaultResult.Served:
                return 0;
            case AddressSpace.FaultResult.OutOfMemory:
                Panic.OutOfMemory(frame, address);
                return 0;
            default:
                return PageTables.IsStaleEntry(address, frame->ErrorCode)
                    ? 0
                    : Signal(core, frame, SegmentationFault, address);
        }
    }

    /// <summary>Turns a fault into the POSIX signal that the runtime makes a .NET exception of, or panics when it
    /// cannot be one: nobody handles it yet, it is in lower code, or it came with interrupts off.</summary>
    private static ulong Signal(Core* core, InterruptFrame* frame, int signal, ulong address)
    {
        Thread* thread = core->Current;
        bool canSignal = thread != null && thread != core->Idle && frame->InterruptsWereEnabled
            && SignalTable.HasHandler(signal) && thread->FaultSignal == 0 && !SymbolTable.IsLower(frame->Rip);
        if (thread != null && address < thread->StackStart && thread->StackStart - address <= GuardReach)
        {
            Panic.StackOverflow(frame, address);
        }
        if (!canSignal)
        {
            Panic.Fault(frame);
        }
        thread->FaultSignal = signal;
        thread->FaultAddress = address;
        ulong copy = CopyToThread(frame, thread);
        if (copy == 0)
        {
            Panic.StackOverflow(frame, address);
        }
        return copy;
    }

    private static ulong Leave(Core* core, InterruptFrame* frame)
    {
        Thread* thread = core->Current;
        if (thread == null || thread == core->Idle || !frame->InterruptsWereEnabled)
        {
            return 0;
        }
        bool signals = (Volatile.Read(ref thread->PendingSignals) & ~thread->BlockedSignals) != 0;
        if (core->MustReschedule == 0 && !signals)
        {
            return 0;
        }
        core->Preemptions += (ulong)core->MustReschedule;
        ulong copy = CopyToThread(frame, thread);
        if (copy == 0)
        {
            Panic.StackOverflow(frame, frame->Rsp);
        }
        return copy;
    }

    /// <summary>Copies the frame to the thread's stack, below what the interrupted function may be using, with
    /// room for the extended state; 0 when the stack has no room.</summary>
    private static ulong CopyToThread(InterruptFrame* frame, Thread* thread)
    {
        ulong area = (frame->Rsp - RedZone - Features.ExtendedStateBytes) & ~63UL;
        ulong copy = (area - (ulong)sizeof(InterruptFrame)) & ~15UL;
        // What the handler's own frames need before they can fault pages in by themselves.
        const ulong headroom = 1024;
        ulong lowest = copy - headroom;
        ulong end = area + Features.ExtendedStateBytes;
        if (lowest < thread->StackStart || frame->Rsp > thread->StackStart + thread->StackBytes
            || !MakePresent(thread, lowest, end))
        {
            return 0;
        }
        InterruptFrame.Copy((InterruptFrame*)copy, frame);
        // The XSAVE header must be clear before the first save (SDM volume 1, 13.4.2).
        Instructions.Fill((byte*)area + 512, 0, Features.ExtendedStateBytes > 512 ? 64u : 0u);
        ((InterruptFrame*)copy)->Vector = area;
        return copy;
    }

    /// <summary>Makes a part of a thread's stack present, which it is nearly always.</summary>
    private static bool MakePresent(Thread* thread, ulong start, ulong end)
    {
        if (start >= thread->PresentStart && end <= thread->PresentEnd)
        {
            return true;
        }
        if (!AddressSpace.Populate(start, end))
        {
            return false;
        }
        thread->PresentStart = start & ~(PageTables.PageSize - 1);
        thread->PresentEnd = (end + PageTables.PageSize - 1) & ~(PageTables.PageSize - 1);
        return true;
    }

    /// <summary>On the thread's own stack, interrupts off: switches if asked to, then delivers signals. The frame
    /// is resumed when this returns.</summary>
    [RuntimeExport("enso_on_thread")]
    private static void OnThread(InterruptFrame* frame)
    {
        Core* core = Core.This();
        if (core->MustReschedule != 0 && core->Current->FaultSignal == 0)
        {
            Scheduler.Reschedule();
        }
        SignalDelivery.Deliver(frame);
    }
}
