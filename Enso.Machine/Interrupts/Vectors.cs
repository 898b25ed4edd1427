namespace Enso.Machine.Interrupts;

/// <summary>The interrupt vectors: 0 to 31 are the processor's exceptions, devices get 0x30 up to 0xDF, the
/// kernel's own are at the top, where the APIC's priority is highest.</summary>
internal static class Vectors
{
    /// <summary>Division by zero (#DE).</summary>
    public const int DivideError = 0;

    /// <summary>Debug exception (#DB).</summary>
    public const int Debug = 1;

    /// <summary>Non-maskable interrupt; the kernel sends it to stop the other cores in a panic.</summary>
    public const int NonMaskable = 2;

    /// <summary>Breakpoint (#BP).</summary>
    public const int Breakpoint = 3;

    /// <summary>Invalid opcode (#UD).</summary>
    public const int InvalidOpcode = 6;

    /// <summary>Double fault (#DF).</summary>
    public const int DoubleFault = 8;

    /// <summary>General protection (#GP).</summary>
    public const int GeneralProtection = 13;

    /// <summary>Page fault (#PF).</summary>
    public const int PageFault = 14;

    /// <summary>x87 floating-point error (#MF).</summary>
    public const int FloatingPoint = 16;

    /// <summary>Machine check (#MC).</summary>
    public const int MachineCheck = 18;

    /// <summary>SIMD floating-point error (#XM).</summary>
    public const int SimdFloatingPoint = 19;

    /// <summary>The first vector that is not an exception.</summary>
    public const int FirstInterrupt = 32;

    /// <summary>The first vector that devices use.</summary>
    public const int FirstDevice = 0x30;

    /// <summary>The last vector that devices use.</summary>
    public const int LastDevice = 0xDF;

    /// <summary>Software interrupt: deliver this thread's pending signals (see <c>interrupts.S</c>).</summary>
    public const int TakeSignals = 0xEF;

    /// <summary>The local APIC timer.</summary>
    public const int Timer = 0xF0;

    /// <summary>Inter-processor: look at the run queue and at pending signals.</summary>
    public const int Reschedule = 0xF1;

    /// <summary>Inter-processor: answer the requests in the mailbox (TLB shootdown, memory barrier).</summary>
    public const int Request = 0xF2;

    /// <summary>The local APIC's error interrupt.</summary>
    public const int ApicError = 0xFE;

    /// <summary>The local APIC's spurious interrupt; it must not be acknowledged.</summary>
    public const int Spurious = 0xFF;
}
