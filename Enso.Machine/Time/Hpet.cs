using Enso.Machine.Memory;

namespace Enso.Machine.Time;

/// <summary>The high-precision event timer's main counter (IA-PC HPET Specification 1.0a, 2.3).</summary>
internal static unsafe class Hpet
{
    private const int Capabilities = 0x00;
    private const int Configuration = 0x10;
    private const int MainCounter = 0xF0;
    private const ulong FemtosecondsPerSecond = 1_000_000_000_000_000;

    /// <summary>The slowest counter that the specification allows: 100 ns a tick, in femtoseconds.</summary>
    private const ulong LongestPeriod = 100_000_000;

    private static byte* s_registers;

    /// <summary>Ticks in a second.</summary>
    public static ulong Frequency { get; private set; }

    /// <summary>Starts the counter; false when the registers make no sense.</summary>
    public static bool Initialize(ulong physical)
    {
        s_registers = (byte*)PageTables.MapDevice(physical, PageTables.PageSize, PageFlags.Uncached);
        if (s_registers == null)
        {
            return false;
        }
        ulong period = Volatile.Read(ref *(ulong*)(s_registers + Capabilities)) >> 32;
        if (period == 0 || period > LongestPeriod)
        {
            return false;
        }
        Frequency = FemtosecondsPerSecond / period;
        ulong configuration = Volatile.Read(ref *(ulong*)(s_registers + Configuration));
        Volatile.Write(ref *(ulong*)(s_registers + Configuration), configuration | 1);
        return true;
    }

    /// <summary>The counter.</summary>
    public static ulong Read() => Volatile.Read(ref *(ulong*)(s_registers + MainCounter));
}
