using System.Runtime;
using System.Runtime.CompilerServices;
using Enso.Machine.Cpu;
using Enso.Machine.Threads;
using Enso.Machine.Time;

namespace Enso.Machine.Runtime;

/// <summary>Older ways to wait: <c>select</c>, which is <c>poll</c> with sets of bits, and <c>sleep</c>.</summary>
internal static unsafe class WaitingSymbols
{
    private const int SetBits = 1024; // FD_SETSIZE
    private const short PollIn = 1;
    private const short PollPriority = 2;
    private const short PollOut = 4;
    private const short PollError = 8;
    private const short PollHangUp = 16;

#pragma warning disable CS0649 // The caller and poll fill these in.
    /// <summary><c>struct pollfd</c>.</summary>
    private struct PollDescriptor
    {
        public int File;
        public short Events;
        public short Results;
    }

    /// <summary><c>struct timeval</c>.</summary>
    private struct TimeValue
    {
        public long Seconds;
        public long Microseconds;
    }
#pragma warning restore CS0649

    [MethodImpl(MethodImplOptions.InternalCall), RuntimeImport("*", "poll")]
    private static extern int Poll(PollDescriptor* descriptors, ulong count, int milliseconds);

    [RuntimeExport("select"), SkipLocalsInit]
    [Partial("looks again every millisecond, as poll does; the time left is not stored")]
    private static int Select(int count, ulong* readable, ulong* writable, ulong* exceptional, TimeValue* timeout)
    {
        if (count is < 0 or > SetBits || (timeout != null && (timeout->Seconds < 0 || timeout->Microseconds < 0)))
        {
            return Errno.Fail(Errno.EINVAL);
        }
        PollDescriptor* descriptors = stackalloc PollDescriptor[Descriptors.Maximum];
        int used = 0;
        for (int file = 0; file < count; file++)
        {
            int events = (Has(readable, file) ? PollIn : 0) | (Has(writable, file) ? PollOut : 0)
                | (Has(exceptional, file) ? PollPriority : 0);
            if (events == 0)
            {
                continue;
            }
            // Also true of a number that no descriptor can have, so there is room for the others.
            if (Descriptors.KindOf(file) == DescriptorKind.None)
            {
                return Errno.Fail(Errno.EBADF);
            }
            descriptors[used].File = file;
            descriptors[used].Events = (short)events;
            used++;
        }
        if (Poll(descriptors, (ulong)used, Milliseconds(timeout)) < 0)
        {
            return -1;
        }
        Clear(readable, count);
        Clear(writable, count);
        Clear(exceptional, count);
        int bits = 0;
        for (int i = 0; i < used; i++)
        {
            bits += Report(descriptors + i, readable, PollIn, PollIn | PollHangUp | PollError)
                + Report(descriptors + i, writable, PollOut, PollOut | PollError)
                + Report(descriptors + i, exceptional, PollPriority, PollPriority);
        }
        return bits;
    }

    /// <summary>Sets a descriptor's bit when it was asked for and one of the results is there; returns how many bits
    /// that were.</summary>
    private static int Report(PollDescriptor* descriptor, ulong* set, short asked, int results)
    {
        if ((descriptor->Events & asked) == 0 || (descriptor->Results & results) == 0)
        {
            return 0;
        }
        set[descriptor->File / 64] |= 1UL << (descriptor->File % 64);
        return 1;
    }

    private static bool Has(ulong* set, int file) => set != null && ((set[file / 64] >> (file % 64)) & 1) != 0;

    private static void Clear(ulong* set, int count)
    {
        if (set != null)
        {
            Instructions.Fill(set, 0, (ulong)((count + 63) / 64) * sizeof(ulong));
        }
    }

    /// <summary>Rounded up, so that it never waits for less than was asked; -1 for ever.</summary>
    private static int Milliseconds(TimeValue* timeout)
    {
        if (timeout == null)
        {
            return -1;
        }
        const long longest = int.MaxValue / 1000;
        return timeout->Seconds >= longest || timeout->Microseconds >= longest * 1_000_000
            ? int.MaxValue
            : (int)((timeout->Seconds * 1000) + ((timeout->Microseconds + 999) / 1000));
    }

    /// <summary>Waits for a number of seconds; returns the seconds left, which are none.</summary>
    [RuntimeExport("sleep")]
    [Partial("a signal does not cut the sleep short")]
    private static uint Sleep(uint seconds)
    {
        if (seconds != 0)
        {
            Futex.Sleep(Clock.Now() + (seconds * Clock.Second));
        }
        return 0;
    }
}
