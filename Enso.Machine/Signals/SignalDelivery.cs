using System.Runtime;
using System.Runtime.CompilerServices;
using Enso.Machine.Cpu;
using Enso.Machine.Diagnostics;
using Enso.Machine.Interrupts;
using Enso.Machine.Runtime;
using Enso.Machine.Threads;

namespace Enso.Machine.Signals;

/// <summary>Calls POSIX signal handlers, as the thread they are for and on its stack, with Linux's
/// <c>siginfo_t</c> and <c>ucontext_t</c> (x86-64 System V ABI; Linux <c>uapi/asm/sigcontext.h</c>), and applies
/// what the handler leaves in the context.</summary>
/// <remarks>The runtime uses three: SIGSEGV and SIGFPE become NullReferenceException and DivideByZeroException, and
/// a real-time signal stops a thread for the collector.</remarks>
internal static unsafe class SignalDelivery
{
    private const int ContextBytes = 968;
    private const int InfoBytes = 128;
    private const int RegistersOffset = 40;
    private const int MaskOffset = 296;

    // Indices of gregs in ucontext_t.
    private const int R8 = 0;
    private const int Rdi = 8;
    private const int Rsi = 9;
    private const int Rbp = 10;
    private const int Rbx = 11;
    private const int Rdx = 12;
    private const int Rax = 13;
    private const int Rcx = 14;
    private const int Rsp = 15;
    private const int Rip = 16;
    private const int Flags = 17;
    private const int ErrorCode = 19;
    private const int TrapNumber = 20;
    private const int FaultAddress = 22;
    private const int FloatingPointState = 23;

    /// <summary>The status of a program that a signal ended is this plus the signal's number, as shells have it.
    /// </summary>
    private const int FirstSignalStatus = 128;

    /// <summary>si_code of a signal sent by <c>tkill</c>.</summary>
    private const int SentByThread = -6;

    /// <summary>What <c>getpid</c> answers; the runtime ignores activation signals from another process.</summary>
    public const int ProcessId = 1;

    [MethodImpl(MethodImplOptions.InternalCall), RuntimeImport("*", "enso_take_signals_address")]
    private static extern ulong KernelBoundary();

    /// <summary>Sends a signal to a thread: it takes it when it next leaves the kernel; one that runs on another
    /// core is interrupted.</summary>
    public static void Send(Thread* thread, int signal)
    {
        Interlocked.Or(ref thread->PendingSignals, 1UL << (signal - 1));
        // Pairs with the store of Current in Scheduler.SwitchTo: a thread switched to after this looks at its
        // pending signals by itself.
        ulong flags = Instructions.DisableInterrupts();
        Core* core = Cores.At(Volatile.Read(ref thread->LastCore));
        bool running = Volatile.Read(ref thread->OnCore) != 0;
        if (running && core != Core.This())
        {
            LocalApic.Send(core->ApicId, Vectors.Reschedule);
        }
        Instructions.RestoreInterrupts(flags);
    }

    /// <summary>Delivers the fault, then every pending signal that is not blocked. Interrupts are off.</summary>
    public static void Deliver(InterruptFrame* frame)
    {
        Thread* thread = Core.This()->Current;
        if (thread->FaultSignal != 0)
        {
            Call(frame, thread, thread->FaultSignal, true);
            thread->FaultSignal = 0;
        }
        for (;;)
        {
            ulong ready = Volatile.Read(ref thread->PendingSignals) & ~thread->BlockedSignals;
            if (ready == 0)
            {
                return;
            }
            int signal = System.Numerics.BitOperations.TrailingZeroCount(ready) + 1;
            Interlocked.And(ref thread->PendingSignals, ~(1UL << (signal - 1)));
            if (SignalTable.HasHandler(signal))
            {
                Call(frame, thread, signal, false);
            }
            else if (SignalTable.HandlerOf(signal) == 0 && IsEndByDefault(signal))
            {
                Log.Info($"signal {signal} ends the program");
                ProgramEnd.Finish(FirstSignalStatus + signal);
            }
            else if (SignalTable.HandlerOf(signal) == 0 && IsFatalByDefault(signal))
            {
                Panic.Halt($"signal {signal} was sent and nothing handles it");
            }
        }
    }

    /// <summary>SIGHUP, SIGINT and SIGTERM: somebody wants the program to end.</summary>
    private static bool IsEndByDefault(int signal) => signal is 1 or 2 or 15;

    /// <summary>SIGCHLD, SIGCONT, SIGURG, SIGWINCH are ignored by default; so are the signals that stop a process
    /// (SIGSTOP, SIGTSTP, SIGTTIN, SIGTTOU), as there is nobody to let it go on. Others are a crash.</summary>
    private static bool IsFatalByDefault(int signal) => signal is not (>= 17 and <= 23) and not 28;

    private static void Call(InterruptFrame* frame, Thread* thread, int signal, bool fault)
    {
        byte* context = stackalloc byte[ContextBytes];
        byte* info = stackalloc byte[InfoBytes];
        Instructions.Fill(context, 0, ContextBytes);
        Instructions.Fill(info, 0, InfoBytes);
        ulong* registers = (ulong*)(context + RegistersOffset);
        FillRegisters(registers, frame);
        // The runtime may look at, and unwind, managed code that a signal interrupts. Lower code is compiled by
        // the same compiler but must not be unwound: it is shown as if the thread stood at the kernel's edge,
        // where the handler finds nothing of its own and leaves it alone.
        bool hidden = !fault && SymbolTable.IsLower(frame->Rip);
        ulong shown = hidden ? KernelBoundary() : frame->Rip;
        registers[Rip] = shown;
        registers[FaultAddress] = fault ? thread->FaultAddress : 0;
        *(ulong*)(context + MaskOffset) = thread->BlockedSignals;
        *(int*)info = signal;
        *(int*)(info + 8) = fault ? 1 : SentByThread;
        if (fault)
        {
            *(ulong*)(info + 16) = thread->FaultAddress;
            FaultAddresses.Add(frame->Rip);
        }
        else
        {
            *(int*)(info + 16) = ProcessId;
        }
        Core.This()->Signals++;
        thread->FaultSignal = 0;
        // As POSIX has it, a signal is held back while its own handler runs.
        ulong blocked = thread->BlockedSignals;
        thread->BlockedSignals |= 1UL << (signal - 1);
        const ulong enabled = 0x202;
        Instructions.RestoreInterrupts(enabled);
        // A managed function pointer although the function is C: an unmanaged one would make the compiler wrap the
        // call in a transition of the thread's collector mode, which is the interrupted code's business.
        ((delegate*<int, byte*, byte*, void>)SignalTable.HandlerOf(signal))(signal, info, context);
        Instructions.DisableInterrupts();
        thread->BlockedSignals = blocked;
        ApplyRegisters(registers, frame);
        frame->Rip = registers[Rip] == shown ? frame->Rip : registers[Rip];
    }

    private static void FillRegisters(ulong* g, InterruptFrame* frame)
    {
        g[R8] = frame->R8;
        g[R8 + 1] = frame->R9;
        g[R8 + 2] = frame->R10;
        g[R8 + 3] = frame->R11;
        g[R8 + 4] = frame->R12;
        g[R8 + 5] = frame->R13;
        g[R8 + 6] = frame->R14;
        g[R8 + 7] = frame->R15;
        g[Rdi] = frame->Rdi;
        g[Rsi] = frame->Rsi;
        g[Rbp] = frame->Rbp;
        g[Rbx] = frame->Rbx;
        g[Rdx] = frame->Rdx;
        g[Rax] = frame->Rax;
        g[Rcx] = frame->Rcx;
        g[Rsp] = frame->Rsp;
        g[Flags] = frame->Flags;
        g[ErrorCode] = frame->ErrorCode;
        g[TrapNumber] = 14;
        g[FloatingPointState] = frame->Vector;
    }

    private static void ApplyRegisters(ulong* g, InterruptFrame* frame)
    {
        const ulong interruptsEnabled = 0x200;
        frame->R8 = g[R8];
        frame->R9 = g[R8 + 1];
        frame->R10 = g[R8 + 2];
        frame->R11 = g[R8 + 3];
        frame->R12 = g[R8 + 4];
        frame->R13 = g[R8 + 5];
        frame->R14 = g[R8 + 6];
        frame->R15 = g[R8 + 7];
        frame->Rdi = g[Rdi];
        frame->Rsi = g[Rsi];
        frame->Rbp = g[Rbp];
        frame->Rbx = g[Rbx];
        frame->Rdx = g[Rdx];
        frame->Rax = g[Rax];
        frame->Rcx = g[Rcx];
        frame->Rsp = g[Rsp];
        frame->Flags = g[Flags] | interruptsEnabled;
    }
}
