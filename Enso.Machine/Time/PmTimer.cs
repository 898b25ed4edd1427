using Enso.Machine.Cpu;
using Enso.Machine.Firmware;

namespace Enso.Machine.Time;

/// <summary>The ACPI power-management timer (ACPI 6.5, 4.8.3.3): 24 or 32 bits at a fixed rate.</summary>
internal static class PmTimer
{
    /// <summary>Ticks in a second.</summary>
    public const ulong Frequency = 3_579_545;

    /// <summary>The counter.</summary>
    public static ulong Read() => Instructions.InDword(Acpi.TimerPort) & Mask;

    /// <summary>Ticks between two readings at most one wrap apart (4.6 s for 24 bits).</summary>
    public static ulong Difference(ulong earlier, ulong later) => (later - earlier) & Mask;

    private static ulong Mask => Acpi.TimerIs32Bit ? 0xFFFF_FFFFUL : 0xFF_FFFFUL;
}
