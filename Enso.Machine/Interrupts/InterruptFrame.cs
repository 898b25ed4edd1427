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

    /// <summary>Whether the interrupted code ran with interrupts enabled.</summary>
    public readonly bool InterruptsWereEnabled => (Flags & Cpu.Instructions.InterruptFlag) != 0;
}
