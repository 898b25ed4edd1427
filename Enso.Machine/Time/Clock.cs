using Enso.Machine.Cpu;
using Enso.Machine.Diagnostics;
using Enso.Machine.Firmware;
using Enso.Machine.Interrupts;

namespace Enso.Machine.Time;

/// <summary>The monotonic clock: nanoseconds since the kernel's first instruction, read from the TSC. Its rate,
/// and that of the APIC timer, are measured once against a timer of known frequency.</summary>
internal static unsafe class Clock
{
    /// <summary>Nanoseconds in a second.</summary>
    public const ulong Second = 1_000_000_000;

    private const int CalibrationMilliseconds = 10;

    private static ulong s_start;

    // ticks * s_scale >> 32 = nanoseconds; and its inverse.
    private static ulong s_nanosecondsPerTick;
    private static ulong s_ticksPerNanosecond;
    private static ulong s_apicTicksPerNanosecond;

    /// <summary>Ticks of the TSC in a second.</summary>
    public static ulong TimestampFrequency { get; private set; }

    /// <summary>Ticks of the APIC timer in a second.</summary>
    public static ulong ApicFrequency { get; private set; }

    /// <summary>Whether the rates were measured against the HPET, else the power-management timer.</summary>
    public static bool UsesHpet { get; private set; }

    /// <summary>Unix time, in nanoseconds, of the monotonic clock's zero.</summary>
    public static ulong WallClockStart { get; private set; }

    /// <summary>Takes the first reading; called first of all.</summary>
    public static void Start() => s_start = Instructions.ReadTimestamp();

    /// <summary>Nanoseconds since start; 0 until the rate is known.</summary>
    public static ulong Now() => ToNanoseconds(Instructions.ReadTimestamp() - s_start);

    /// <summary>Nanoseconds since 1970, as the real-time clock had it at boot.</summary>
    public static ulong WallClock() => WallClockStart + Now();

    /// <summary>The TSC's value when a span from now has passed, never before.</summary>
    public static ulong TimestampAfter(ulong nanoseconds)
        => Instructions.ReadTimestamp() + Multiply(nanoseconds, s_ticksPerNanosecond) + 1;

    /// <summary>The APIC timer's ticks in a span; at least 1, at most what its counter holds.</summary>
    public static uint ApicTicks(ulong nanoseconds)
    {
        ulong ticks = nanoseconds > Second * 4 && ApicFrequency > Second
            ? uint.MaxValue
            : Multiply(nanoseconds, s_apicTicksPerNanosecond);
        return ticks == 0 ? 1 : ticks > uint.MaxValue ? uint.MaxValue : (uint)ticks;
    }

    /// <summary>Measures the rates; false when there is neither an HPET nor a power-management timer.</summary>
    public static bool Calibrate()
    {
        bool hpet = Acpi.HpetAddress != 0 && Hpet.Initialize(Acpi.HpetAddress);
        if (!hpet && Acpi.TimerPort == 0)
        {
            return false;
        }
        UsesHpet = hpet;
        ulong referenceStart = hpet ? Hpet.Read() : PmTimer.Read();
        ulong timestampStart = Instructions.ReadTimestamp();
        LocalApic.StartCounter();
        ulong span = hpet ? Hpet.Frequency / (1000 / CalibrationMilliseconds)
            : PmTimer.Frequency / (1000 / CalibrationMilliseconds);
        ulong passed;
        do
        {
            Instructions.Pause();
            passed = hpet ? Hpet.Read() - referenceStart : PmTimer.Elapsed(referenceStart);
        }
        while (passed < span);
        ulong timestamps = Instructions.ReadTimestamp() - timestampStart;
        ulong apic = LocalApic.CountedTicks();
        LocalApic.SetOneShot(0);
        ulong frequency = hpet ? Hpet.Frequency : PmTimer.Frequency;
        SetRates(Scale(timestamps, frequency, passed), Scale(apic, frequency, passed));
        WallClockStart = (RealTimeClock.ReadUnixSeconds() * Second) - Now();
        return timestamps != 0 && apic != 0;
    }

    private static void SetRates(ulong timestampFrequency, ulong apicFrequency)
    {
        TimestampFrequency = timestampFrequency;
        ApicFrequency = apicFrequency;
        s_nanosecondsPerTick = timestampFrequency == 0 ? 0 : (Second << 32) / timestampFrequency;
        s_ticksPerNanosecond = Fraction(timestampFrequency);
        s_apicTicksPerNanosecond = Fraction(apicFrequency);
    }

    /// <summary>frequency / 1e9 as a 32.32 fixed-point number.</summary>
    private static ulong Fraction(ulong frequency)
        => ((frequency / Second) << 32) + (((frequency % Second) << 32) / Second);

    private static ulong Scale(ulong ticks, ulong frequency, ulong passed)
    {
        ulong whole = ticks / passed;
        return (whole * frequency) + ((ticks - (whole * passed)) * frequency / passed);
    }

    private static ulong ToNanoseconds(ulong ticks) => Multiply(ticks, s_nanosecondsPerTick);

    /// <summary>value * scale / 2^32 without losing the high half.</summary>
    private static ulong Multiply(ulong value, ulong scale)
    {
        ulong high = Math.BigMul(value, scale, out ulong low);
        return (high << 32) | (low >> 32);
    }

    /// <summary>Spins for at least <paramref name="microseconds"/>.</summary>
    public static void Delay(ulong microseconds)
    {
        ulong end = Now() + (microseconds * 1000);
        while (Now() < end)
        {
            Instructions.Pause();
        }
    }
}
