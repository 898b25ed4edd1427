using Enso.Machine.Cpu;

namespace Enso.Machine.Time;

/// <summary>The battery-backed clock (Motorola MC146818A data sheet), read once at boot as UTC.</summary>
internal static class RealTimeClock
{
    private const int UpdateBound = 100_000;

    /// <summary>Seconds since 1970.</summary>
    public static ulong ReadUnixSeconds()
    {
        // Two equal readings: an update between the registers would mix two times.
        ulong previous = ReadOnce();
        for (int i = 0; i < 5; i++)
        {
            ulong next = ReadOnce();
            if (next == previous)
            {
                break;
            }
            previous = next;
        }
        return previous;
    }

    private static ulong ReadOnce()
    {
        for (int i = 0; i < UpdateBound && (Register(0x0A) & 0x80) != 0; i++)
        {
            Instructions.Pause();
        }
        byte status = Register(0x0B);
        bool binary = (status & 4) != 0;
        byte hourRaw = Register(4);
        int hour = Value((byte)(hourRaw & 0x7F), binary);
        if ((status & 2) == 0)
        {
            // Twelve-hour mode: bit 7 says afternoon.
            hour = (hour % 12) + ((hourRaw & 0x80) != 0 ? 12 : 0);
        }
        int year = 2000 + Value(Register(9), binary);
        long days = DaysSince1970(year, Value(Register(8), binary), Value(Register(7), binary));
        return (ulong)((days * 86400) + (hour * 3600L) + (Value(Register(2), binary) * 60L)
            + Value(Register(0), binary));
    }

    /// <summary>Days from 1970-01-01 to a date of the proleptic Gregorian calendar.</summary>
    internal static long DaysSince1970(int year, int month, int day)
    {
        // Count years from March, so that the leap day is the last of its year.
        long y = month <= 2 ? year - 1 : year;
        long m = month <= 2 ? month + 9 : month - 3;
        return (365 * y) + (y / 4) - (y / 100) + (y / 400) + (((153 * m) + 2) / 5) + day - 1 - 719468;
    }

    private static int Value(byte raw, bool binary) => binary ? raw : ((raw >> 4) * 10) + (raw & 15);

    private static byte Register(byte index)
    {
        Instructions.OutByte(0x70, index);
        return Instructions.InByte(0x71);
    }
}
