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
    public static ulong Now() => Instructions.ReadScaledTimestamp(s_start, s_nanosecondsPerTick);

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
        ulong span = (hpet ? Hpet.Frequency : PmTimer.Frequency) * CalibrationMilliseconds / 1000;
        LocalApic.StartCounter();
        Reading start = Sample(hpet);
        Reading end;
        do
        {
            Instructions.Pause();
            end = Sample(hpet);
        }
        while (Passed(hpet, start, end) < span);
        LocalApic.EnableTimer();
        ulong passed = Passed(hpet, start, end);
        ulong timestamps = end.Timestamp - start.Timestamp;
        ulong apic = end.ApicTicks - start.ApicTicks;
        ulong frequency = hpet ? Hpet.Frequency : PmTimer.Frequency;
        SetRates(Scale(timestamps, frequency, passed), Scale(apic, frequency, passed));
        WallClockStart = (RealTimeClock.ReadUnixSeconds() * Second) - Now();
        return timestamps != 0 && apic != 0;
    }

    /// <summary>The three clocks at one moment.</summary>
    private struct Reading
    {
        public ulong Reference;
        public ulong Timestamp;
        public ulong ApicTicks;
    }

    /// <summary>Reads the clocks as close together as it can: of several tries the quickest, because a hypervisor may
    /// take the core away between two of them.</summary>
    private static Reading Sample(bool hpet)
    {
        const int tries = 8;
        Reading best = default;
        ulong quickest = ulong.MaxValue;
        for (int i = 0; i < tries; i++)
        {
            ulong before = Instructions.ReadTimestamp();
            ulong reference = hpet ? Hpet.Read() : PmTimer.Read();
            ulong apic = LocalApic.CountedTicks();
            ulong after = Instructions.ReadTimestamp();
            if (after - before < quickest)
            {
                quickest = after - before;
                best.Reference = reference;
                best.Timestamp = before + ((after - before) / 2);
                best.ApicTicks = apic;
            }
        }
        return best;
    }

    private static ulong Passed(bool hpet, Reading start, Reading end)
        => hpet ? end.Reference - start.Reference : PmTimer.Difference(start.Reference, end.Reference);

    private static void SetRates(ulong timestampFrequency, ulong apicFrequency)
    {
        TimestampFrequency = timestampFrequency;
        ApicFrequency = apicFrequency;
        s_nanosecondsPerTick = timestampFrequency == 0 ? 0 : (Second << 32) / timestampFrequency;
        s_ticksPerNanosecond = Fraction(timestampFrequency);
        s_apicTicksPerNanosecond = Fraction(apicFrequency);
        SpinWaiting.Initialize(s_ticksPerNanosecond);
    }

    /// <summary>frequency / 1e9 as a 32.32 fixed-point number.</summary>
    private static ulong Fraction(ulong frequency)
        => ((frequency / Second) << 32) + (((frequency % Second) << 32) / Second);

    private static ulong Scale(ulong ticks, ulong frequency, ulong passed)
    {
        ulong whole = ticks / passed;
        return (whole * frequency) + ((ticks - (whole * passed)) * frequency / passed);
    }

    /// <summary>value * scale / 2^32 without losing the high half: in halves of the scale's fraction, since the product of
    /// 128 bits is a long way without the processor's instruction for it.</summary>
    private static ulong Multiply(ulong value, ulong scale)
    {
        ulong fraction = (uint)scale;
        return (value * (scale >> 32)) + ((value >> 32) * fraction) + (((uint)value * fraction) >> 32);
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
