using System.Runtime;
using System.Runtime.CompilerServices;

namespace Enso.Machine.Cpu;

/// <summary>The machine instructions that C# has no expression for: port, model-specific-register and control-register
/// access, and what changes the interrupt flag. Their bodies are in <c>instructions.S</c>. This is the only file
/// that reaches ports and registers; everything else goes through it.</summary>
internal static unsafe class Instructions
{
    /// <summary>The interrupt flag in the flags register (Intel SDM volume 1, 3.4.3).</summary>
    public const ulong InterruptFlag = 0x200;

    private const MethodImplOptions Direct = MethodImplOptions.InternalCall;

    /// <summary>Writes one byte to an I/O port.</summary>
    [MethodImpl(Direct), RuntimeImport("*", "enso_out8")]
    public static extern void OutByte(ushort port, byte value);

    /// <summary>Reads one byte from an I/O port.</summary>
    [MethodImpl(Direct), RuntimeImport("*", "enso_in8")]
    public static extern byte InByte(ushort port);

    /// <summary>Writes 16 bits to an I/O port.</summary>
    [MethodImpl(Direct), RuntimeImport("*", "enso_out16")]
    public static extern void OutWord(ushort port, ushort value);

    /// <summary>Reads 16 bits from an I/O port.</summary>
    [MethodImpl(Direct), RuntimeImport("*", "enso_in16")]
    public static extern ushort InWord(ushort port);

    /// <summary>Writes 32 bits to an I/O port.</summary>
    [MethodImpl(Direct), RuntimeImport("*", "enso_out32")]
    public static extern void OutDword(ushort port, uint value);

    /// <summary>Reads 32 bits from an I/O port.</summary>
    [MethodImpl(Direct), RuntimeImport("*", "enso_in32")]
    public static extern uint InDword(ushort port);

    /// <summary>Reads a model-specific register; one that does not exist faults.</summary>
    [MethodImpl(Direct), RuntimeImport("*", "enso_rdmsr")]
    public static extern ulong ReadMsr(uint register);

    /// <summary>Writes a model-specific register.</summary>
    [MethodImpl(Direct), RuntimeImport("*", "enso_wrmsr")]
    public static extern void WriteMsr(uint register, ulong value);

    /// <summary>CPUID: fills <paramref name="result"/> with EAX, EBX, ECX, EDX.</summary>
    [MethodImpl(Direct), RuntimeImport("*", "enso_cpuid")]
    public static extern void CpuId(uint leaf, uint subleaf, uint* result);

    /// <summary>The time-stamp counter.</summary>
    [MethodImpl(Direct), RuntimeImport("*", "enso_rdtsc")]
    public static extern ulong ReadTimestamp();

    /// <summary>The ticks of the time-stamp counter since <paramref name="start"/>, times <paramref name="scale"/>, by
    /// 2^32: the clock, in one call.</summary>
    [MethodImpl(Direct), RuntimeImport("*", "enso_scaled_rdtsc")]
    public static extern ulong ReadScaledTimestamp(ulong start, ulong scale);

    /// <summary>A 64-bit random number from RDRAND in <paramref name="value"/>; 0 when the generator had none.</summary>
    [MethodImpl(Direct), RuntimeImport("*", "enso_rdrand")]
    public static extern int ReadRandom(ulong* value);

    /// <summary>Tells the processor that this is a spin loop.</summary>
    [MethodImpl(Direct), RuntimeImport("*", "enso_pause")]
    public static extern void Pause();

    /// <summary>A full memory barrier that later instructions wait for too (MFENCE, LFENCE): a WRMSR to the x2APIC or to the
    /// TSC deadline orders nothing by itself (Intel SDM volume 3A, 11.5.4.1 and 11.12.3).</summary>
    [MethodImpl(Direct), RuntimeImport("*", "enso_mfence")]
    public static extern void FullBarrier();

    /// <summary>Stops the core until the next interrupt, with the interrupt flag as it is.</summary>
    [MethodImpl(Direct), RuntimeImport("*", "enso_hlt")]
    public static extern void Halt();

    /// <summary>Enables interrupts and halts with no window between the two.</summary>
    [MethodImpl(Direct), RuntimeImport("*", "enso_sti_hlt")]
    public static extern void EnableInterruptsAndHalt();

    /// <summary>Disables interrupts; returns the flags to hand to <see cref="RestoreInterrupts"/>.</summary>
    [MethodImpl(Direct), RuntimeImport("*", "enso_irq_save")]
    public static extern ulong DisableInterrupts();

    /// <summary>Sets the flags as <see cref="DisableInterrupts"/> returned them.</summary>
    [MethodImpl(Direct), RuntimeImport("*", "enso_irq_restore")]
    public static extern void RestoreInterrupts(ulong flags);

    /// <summary>The current flags register.</summary>
    [MethodImpl(Direct), RuntimeImport("*", "enso_flags")]
    public static extern ulong ReadFlags();

    /// <summary>CR0.</summary>
    [MethodImpl(Direct), RuntimeImport("*", "enso_read_cr0")]
    public static extern ulong ReadCr0();

    /// <summary>Writes CR0.</summary>
    [MethodImpl(Direct), RuntimeImport("*", "enso_write_cr0")]
    public static extern void WriteCr0(ulong value);

    /// <summary>CR2: the address of the last page fault.</summary>
    [MethodImpl(Direct), RuntimeImport("*", "enso_read_cr2")]
    public static extern ulong ReadCr2();

    /// <summary>CR3: the root page table.</summary>
    [MethodImpl(Direct), RuntimeImport("*", "enso_read_cr3")]
    public static extern ulong ReadCr3();

    /// <summary>Writes CR3, which flushes the non-global TLB entries.</summary>
    [MethodImpl(Direct), RuntimeImport("*", "enso_write_cr3")]
    public static extern void WriteCr3(ulong value);

    /// <summary>CR4.</summary>
    [MethodImpl(Direct), RuntimeImport("*", "enso_read_cr4")]
    public static extern ulong ReadCr4();

    /// <summary>Writes CR4.</summary>
    [MethodImpl(Direct), RuntimeImport("*", "enso_write_cr4")]
    public static extern void WriteCr4(ulong value);

    /// <summary>Writes an extended control register (XCR0 selects the state that XSAVE keeps).</summary>
    [MethodImpl(Direct), RuntimeImport("*", "enso_xsetbv")]
    public static extern void WriteExtendedControl(uint register, ulong value);

    /// <summary>Flushes one page's TLB entry.</summary>
    [MethodImpl(Direct), RuntimeImport("*", "enso_invlpg")]
    public static extern void InvalidatePage(ulong address);

    /// <summary>Loads the global descriptor table and reloads the data segments with selector 0x10.</summary>
    [MethodImpl(Direct), RuntimeImport("*", "enso_lgdt")]
    public static extern void LoadGlobalDescriptors(void* pseudoDescriptor);

    /// <summary>Loads the interrupt descriptor table.</summary>
    [MethodImpl(Direct), RuntimeImport("*", "enso_lidt")]
    public static extern void LoadInterruptDescriptors(void* pseudoDescriptor);

    /// <summary>Loads the task register.</summary>
    [MethodImpl(Direct), RuntimeImport("*", "enso_ltr")]
    public static extern void LoadTaskRegister(ushort selector);

    /// <summary>The address of the caller's frame: RBP as it is on entry.</summary>
    [MethodImpl(Direct), RuntimeImport("*", "enso_frame_pointer")]
    public static extern ulong FramePointer();

    /// <summary>The first quadword of the per-core block (its own address), read through GS in one instruction.
    /// </summary>
    [MethodImpl(Direct), RuntimeImport("*", "enso_core")]
    public static extern void* CoreBlock();

    /// <summary>The quadword at FS:0x10 (the current thread's control block).</summary>
    [MethodImpl(Direct), RuntimeImport("*", "enso_thread")]
    public static extern void* ThreadBlock();

    /// <summary>Sets the FS base with WRFSBASE (needs CR4.FSGSBASE).</summary>
    [MethodImpl(Direct), RuntimeImport("*", "enso_wrfsbase")]
    public static extern void WriteFsBase(ulong value);

    /// <summary>Fills memory with a byte.</summary>
    [MethodImpl(Direct), RuntimeImport("*", "memset")]
    public static extern void* Fill(void* destination, int value, ulong count);

    /// <summary>Copies memory; the two ranges must not overlap.</summary>
    [MethodImpl(Direct), RuntimeImport("*", "memcpy")]
    public static extern void* Copy(void* destination, void* source, ulong count);

    /// <summary>Copies memory; the ranges may overlap.</summary>
    [MethodImpl(Direct), RuntimeImport("*", "memmove")]
    public static extern void* Move(void* destination, void* source, ulong count);
}
