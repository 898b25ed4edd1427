using System.Runtime.InteropServices;

namespace Enso.Machine.Interrupts;

/// <summary>What <c>interrupts.S</c> leaves on the stack: the general registers, then what the processor pushed
/// (Intel SDM volume 3, 6.14.2). Offsets are used by the assembly; a test checks them.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct InterruptFrame
{
#pragma warning disable CS1591, SA1600 // The registers' names say what they are.
    public ulong R15;
    public ulong R14;
    public ulong R13;
    public ulong R12;
    public ulong R11;
    public ulong R10;
    public ulong R9;
    public ulong R8;
    public ulong Rdi;
    public ulong Rsi;
    public ulong Rbp;
    public ulong Rbx;
    public ulong Rdx;
    public ulong Rcx;
    public ulong Rax;
#pragma warning restore CS1591, SA1600

    /// <summary>The vector; in a copy on a thread's stack, the address of its extended-state area (offset 120).
    /// </summary>
    public ulong Vector;

    /// <summary>The exception's error code, or 0.</summary>
    public ulong ErrorCode;

    /// <summary>The instruction interrupted.</summary>
    public ulong Rip;

    /// <summary>The code segment.</summary>
    public ulong CodeSegment;

    /// <summary>The flags.</summary>
    public ulong Flags;

    /// <summary>The stack pointer.</summary>
    public ulong Rsp;

    /// <summary>The stack segment.</summary>
    public ulong StackSegment;

    /// <summary>Copies a frame, register by register: in an interrupt, before the extended state is saved, no copy may
    /// go through the vector registers, and the general one is twice as long.</summary>
    /// <param name="to">Where to.</param>
    /// <param name="from">The frame.</param>
    public static unsafe void Copy(InterruptFrame* to, InterruptFrame* from)
    {
        to->R15 = from->R15;
        to->R14 = from->R14;
        to->R13 = from->R13;
        to->R12 = from->R12;
        to->R11 = from->R11;
        to->R10 = from->R10;
        to->R9 = from->R9;
        to->R8 = from->R8;
        to->Rdi = from->Rdi;
        to->Rsi = from->Rsi;
        to->Rbp = from->Rbp;
        to->Rbx = from->Rbx;
        to->Rdx = from->Rdx;
        to->Rcx = from->Rcx;
        to->Rax = from->Rax;
        to->Vector = from->Vector;
        to->ErrorCode = from->ErrorCode;
        to->Rip = from->Rip;
        to->CodeSegment = from->CodeSegment;
        to->Flags = from->Flags;
        to->Rsp = from->Rsp;
        to->StackSegment = from->StackSegment;
    }

    /// <summary>Whether the interrupted code ran with interrupts enabled.</summary>
    public readonly bool InterruptsWereEnabled => (Flags & Cpu.Instructions.InterruptFlag) != 0;
}
