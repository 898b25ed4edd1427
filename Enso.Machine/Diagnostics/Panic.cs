using System.Runtime;
using System.Runtime.CompilerServices;
using Enso.Machine.Boot;
using Enso.Machine.Console;
using Enso.Machine.Cpu;
using Enso.Machine.Interrupts;
using Enso.Machine.Memory;
using Enso.Machine.Runtime;
using Enso.Machine.Threads;
using Enso.Machine.Time;

namespace Enso.Machine.Diagnostics;

/// <summary>The end: what happened, where, the registers, the stack with names and lines, and the last of the log, on
/// the serial line and the screen, with every other core stopped. The record ends with the line
/// <c>*** kernel halted ***</c>, which tools look for.</summary>
/// <remarks>Nothing here takes a lock, allocates, or calls into the runtime. A fault while the record is written
/// starts a short second record; a third stops silently.</remarks>
internal static unsafe class Panic
{
    private const int LogLines = 16;
    private const int FinalDepth = 3;

    private static int s_owner;
    private static int s_depth;

    /// <summary>Makes the next panic fault while it is being reported: how tests see that it still is.</summary>
    public static bool FaultInsideNext { get; set; }

    /// <summary>Whether some core is in a panic.</summary>
    public static bool IsUnderWay => Volatile.Read(ref s_owner) != 0;

    /// <summary>An invariant does not hold.</summary>
    public static void Bug(Line what) => Begin("BUG"u8, ref what, null, 0);

    /// <summary>The kernel cannot go on.</summary>
    public static void Halt(Line what) => Begin("PANIC"u8, ref what, null, 0);

    /// <summary>A processor exception that nothing handles.</summary>
    public static void Fault(InterruptFrame* frame)
    {
        Line what = default;
        what.AppendLiteral(NameOf((int)frame->Vector));
        ulong address = Instructions.ReadCr2();
        if (frame->Vector == Vectors.PageFault)
        {
            what.AppendFormatted(
                (frame->ErrorCode & 16) != 0 ? " executing " : (frame->ErrorCode & 2) != 0 ? " writing " : " reading ");
            what.AppendFormatted(address, "x16");
            what.AppendLiteral(address < PageTables.PageSize ? " (null reference)" : "");
        }
        else if (frame->ErrorCode != 0)
        {
            what.AppendLiteral(", error code ");
            what.AppendFormatted(frame->ErrorCode, "x");
        }
        Begin("PANIC"u8, ref what, frame, address);
    }

    /// <summary>Runs UD2, which every processor refuses.</summary>
    [MethodImpl(MethodImplOptions.InternalCall), RuntimeImport("*", "enso_invalid")]
    public static extern void ExecuteInvalidInstruction();

    /// <summary>A page was needed and no frame is left.</summary>
    public static void OutOfMemory(InterruptFrame* frame, ulong address)
    {
        Line what = default;
        what.AppendLiteral("out of memory: no frame for the page at ");
        what.AppendFormatted(address, "x16");
        what.AppendLiteral("; ");
        what.AppendSize(Frames.UsableBytes);
        what.AppendLiteral(" usable, all in use");
        Begin("PANIC"u8, ref what, frame, address);
    }

    /// <summary>A thread's stack has no room for what must be put on it.</summary>
    public static void StackOverflow(InterruptFrame* frame, ulong address)
    {
        Line what = default;
        what.AppendLiteral("stack overflow in thread ");
        what.AppendFormatted(ThreadName());
        what.AppendLiteral(", at ");
        what.AppendFormatted(address, "x16");
        if (ImageLayout.IsProgram() && TryOwn())
        {
            EndProgram(frame);
        }
        Begin("PANIC"u8, ref what, frame, address);
    }

    /// <summary>A program overflowed its stack: it ends, as on other systems, with the calls that led there.</summary>
    private static void EndProgram(InterruptFrame* frame)
    {
        FaultLock.EnsureStack();
        StopOtherCores();
        Output.BeginPanic();
        Print($"Stack overflow in thread {ThreadName()}.");
        UnwindRegisters registers = default;
        Capture(&registers, frame);
        StackTrace.Write(&registers);
        ProgramEnd.FinishUnlocked(ProgramEnd.Aborted);
    }

    /// <summary>The non-maskable interrupt by which a panic stops the other cores; any other cause is a panic of
    /// its own.</summary>
    public static void StopHere(Core* core, InterruptFrame* frame)
    {
        if (!IsUnderWay)
        {
            Fault(frame);
        }
        core->State = CoreState.Stopped;
        for (;;)
        {
            Instructions.DisableInterrupts();
            Instructions.Halt();
        }
    }

    private static void Begin(ReadOnlySpan<byte> kind, ref Line what, InterruptFrame* frame, ulong faultAddress)
    {
        if (!TryOwn())
        {
            // Another core panics already: it will stop this one.
            for (;;)
            {
                Instructions.Halt();
            }
        }
        int depth = ++s_depth;
        if (depth == 1)
        {
            // A stopped core may hold a lock that a page fault needs: this stack must not fault any more.
            FaultLock.EnsureStack();
            StopOtherCores();
            Screen.ResetForPanic();
            Output.BeginPanic();
        }
        if (depth < FinalDepth)
        {
            Write(kind, ref what, frame, depth);
        }
        Print($"*** kernel halted ***");
        for (;;)
        {
            Instructions.DisableInterrupts();
            Instructions.Halt();
        }
    }

    /// <summary>Turns interrupts off; false when another core panics.</summary>
    private static bool TryOwn()
    {
        Instructions.DisableInterrupts();
        int self = (Cores.PerCoreReady ? Core.This()->Index : 0) + 1;
        int owner = Interlocked.CompareExchange(ref s_owner, self, 0);
        return owner == 0 || owner == self;
    }

    private static void StopOtherCores()
    {
        if (!Cores.PerCoreReady)
        {
            return;
        }
        Core* self = Core.This();
        for (int i = 0; i < Cores.Count; i++)
        {
            Core* core = Cores.At(i);
            if (core != self && core->State == CoreState.Online)
            {
                LocalApic.SendNonMaskable(core->ApicId);
            }
        }
        // They need a moment to stop; one that never does must not keep the record from being written.
        const int bound = 10_000_000;
        for (int i = 0; i < bound; i++)
        {
            bool all = true;
            for (int k = 0; k < Cores.Count; k++)
            {
                all &= Cores.At(k) == self || Volatile.Read(ref *(int*)&Cores.At(k)->State) != (int)CoreState.Online;
            }
            if (all)
            {
                return;
            }
            Instructions.Pause();
        }
    }

    private static void Write(ReadOnlySpan<byte> kind, ref Line what, InterruptFrame* frame, int depth)
    {
        Line title = default;
        title.AppendLiteral("\r\n*** ");
        title.Append(kind);
        title.AppendLiteral(depth > 1 ? " inside the panic: " : ": ");
        byte* text = what.Text;
        for (int i = 0; i < what.Length; i++)
        {
            title.Append(text[i]);
        }
        Print(ref title);
        if (FaultInsideNext)
        {
            FaultInsideNext = false;
            ExecuteInvalidInstruction();
        }
        UnwindRegisters registers = default;
        Capture(&registers, frame);
        WriteWhere(&registers);
        if (depth > 1)
        {
            return;
        }
        if (frame != null)
        {
            WriteRegisters(frame);
        }
        StackTrace.Write(&registers);
        WriteLog();
    }

    private static void Capture(UnwindRegisters* registers, InterruptFrame* frame)
    {
        if (frame == null)
        {
            // Unwinding starts in the caller of the function that called Begin, by the frame pointer.
            ulong rbp = Instructions.FramePointer();
            StackTrace.FromFramePointer(registers, rbp);
            return;
        }
        StackTrace.FromFrame(registers, frame);
    }

    private static void WriteWhere(UnwindRegisters* registers)
    {
        Line line = default;
        line.AppendLiteral("core ");
        line.AppendFormatted(Cores.PerCoreReady ? Core.This()->Index : 0);
        line.AppendLiteral(", thread ");
        line.AppendFormatted(ThreadName());
        line.AppendLiteral(" #");
        line.AppendFormatted(Cores.PerCoreReady && Core.This()->Current != null ? Core.This()->Current->Id : 0);
        line.AppendLiteral(", ");
        ulong now = Clock.Now();
        Log.AppendTime(ref line, now);
        Print(ref line);
    }

    private static byte* ThreadName()
    {
        Thread* thread = Cores.PerCoreReady ? Core.This()->Current : null;
        return thread == null ? Pointers.Of("(boot)\0"u8)
            : thread->Name[0] == 0 ? Pointers.Of("(unnamed)\0"u8) : thread->Name;
    }

    private static void WriteRegisters(InterruptFrame* f)
    {
        Print($"rip {f->Rip:x16} rsp {f->Rsp:x16} rbp {f->Rbp:x16} flags {f->Flags:x8}");
        Print($"rax {f->Rax:x16} rbx {f->Rbx:x16} rcx {f->Rcx:x16} rdx {f->Rdx:x16}");
        Print($"rsi {f->Rsi:x16} rdi {f->Rdi:x16} r8  {f->R8:x16} r9  {f->R9:x16}");
        Print($"r10 {f->R10:x16} r11 {f->R11:x16} r12 {f->R12:x16} r13 {f->R13:x16}");
        Print($"r14 {f->R14:x16} r15 {f->R15:x16} cr2 {Instructions.ReadCr2():x16} err {f->ErrorCode:x8}");
    }

    private static void WriteLog()
    {
        Print($"last log lines:");
        ulong written = Log.Written;
        for (ulong i = written > LogLines ? written - LogLines : 0; i < written; i++)
        {
            Line line = default;
            line.AppendLiteral("  ");
            if (Log.TryFormat(i, ref line))
            {
                Print(ref line);
            }
        }
    }

    /// <summary>Writes a line of the record.</summary>
    public static void Print(Line line) => Print(ref line);

    /// <summary>Writes a line of the record.</summary>
    public static void Print(ref Line line)
    {
        Output.WriteUnlocked(line.Text, (ulong)line.Length);
        Output.WriteUnlocked(Pointers.Of("\r\n"u8), 2);
    }

    private static string NameOf(int vector) => vector switch
    {
        0 => "division by zero (#DE)",
        1 => "debug exception (#DB)",
        2 => "non-maskable interrupt",
        3 => "breakpoint (#BP)",
        4 => "overflow (#OF)",
        5 => "bound range exceeded (#BR)",
        6 => "invalid instruction (#UD)",
        7 => "device not available (#NM)",
        8 => "double fault (#DF)",
        10 => "invalid task state (#TS)",
        11 => "segment not present (#NP)",
        12 => "stack segment fault (#SS)",
        13 => "general protection fault (#GP)",
        14 => "page fault (#PF)",
        16 => "x87 floating-point error (#MF)",
        17 => "alignment check (#AC)",
        18 => "machine check (#MC)",
        19 => "SIMD floating-point error (#XM)",
        20 => "virtualisation exception (#VE)",
        21 => "control protection exception (#CP)",
        _ => "unexpected exception",
    };
}
