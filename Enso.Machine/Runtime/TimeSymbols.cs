using System.Runtime;
using Enso.Machine.Cpu;
using Enso.Machine.Threads;
using Enso.Machine.Time;

namespace Enso.Machine.Runtime;

/// <summary>Time, as the runtime's archives ask for it (POSIX.1-2017 time.h; Linux clock_gettime(2)).</summary>
internal static unsafe class TimeSymbols
{
    private const int RealTime = 0;
    private const int ProcessCpuTime = 2;
    private const int ThreadCpuTime = 3;
    private const int RealTimeCoarse = 5;
    private const int BootTime = 7;
    private const int AbsoluteTime = 1;

    /// <summary><c>struct timespec</c>.</summary>
    public struct TimeSpec
    {
        /// <summary>Seconds.</summary>
        public long Seconds;

        /// <summary>Nanoseconds, below a second.</summary>
        public long Nanoseconds;

        /// <summary>The sum; a negative time is 0, one beyond the clock's range its end.</summary>
        public readonly ulong ToNanoseconds()
        {
            const long longest = long.MaxValue / 1_000_000_000;
            return Seconds < 0 ? 0
                : Seconds >= longest ? long.MaxValue
                : ((ulong)Seconds * Clock.Second) + (ulong)Nanoseconds;
        }

        /// <summary>Whether it is a span that can be slept.</summary>
        public readonly bool IsValid => Seconds >= 0 && Nanoseconds is >= 0 and < 1_000_000_000;

        /// <summary>Splits nanoseconds.</summary>
        public void Set(ulong nanoseconds)
        {
            Seconds = (long)(nanoseconds / Clock.Second);
            Nanoseconds = (long)(nanoseconds % Clock.Second);
        }
    }

    [RuntimeExport("clock_gettime")]
    private static int GetTime(int clock, TimeSpec* time)
    {
        if (clock is < RealTime or > BootTime)
        {
            return Errno.Fail(Errno.EINVAL);
        }
        time->Set(clock switch
        {
            RealTime or RealTimeCoarse => Clock.WallClock(),
            ProcessCpuTime => ProcessTime(),
            ThreadCpuTime => ThreadTime(),
            _ => Clock.Now(),
        });
        return 0;
    }

    private static ulong ThreadTime()
    {
        ulong flags = Instructions.DisableInterrupts();
        Core* core = Core.This();
        ulong time = core->Current->RunTime + (Clock.Now() - core->SwitchTime);
        Instructions.RestoreInterrupts(flags);
        return time;
    }

    /// <summary>What all cores spent outside their idle threads.</summary>
    public static ulong ProcessTime()
    {
        ulong now = Clock.Now();
        ulong total = 0;
        for (int i = 0; i < Cores.Count; i++)
        {
            Core* core = Cores.At(i);
            if (core->State == CoreState.Online)
            {
                bool idle = core->Current == core->Idle;
                ulong idleTime = core->IdleTime + (idle ? now - core->SwitchTime : 0);
                total += now > idleTime ? now - idleTime : 0;
            }
        }
        return total;
    }

    [RuntimeExport("clock_getres")]
    private static int GetResolution(int clock, TimeSpec* resolution)
    {
        if (clock is < RealTime or > BootTime)
        {
            return Errno.Fail(Errno.EINVAL);
        }
        if (resolution != null)
        {
            resolution->Set(1);
        }
        return 0;
    }

    [RuntimeExport("gettimeofday")]
    private static int GetTimeOfDay(long* time, void* zone)
    {
        ulong now = Clock.WallClock();
        time[0] = (long)(now / Clock.Second);
        time[1] = (long)(now % Clock.Second / 1000);
        return 0;
    }

    [RuntimeExport("time")]
    private static long Time(long* result)
    {
        long seconds = (long)(Clock.WallClock() / Clock.Second);
        if (result != null)
        {
            *result = seconds;
        }
        return seconds;
    }

    [RuntimeExport("nanosleep")]
    [Partial("a signal does not cut the sleep short")]
    private static int NanoSleep(TimeSpec* span, TimeSpec* left)
    {
        if (!span->IsValid)
        {
            return Errno.Fail(Errno.EINVAL);
        }
        SleepUntil(Clock.Now() + span->ToNanoseconds());
        return 0;
    }

    [RuntimeExport("clock_nanosleep")]
    [Partial("a signal does not cut the sleep short")]
    private static int ClockNanoSleep(int clock, int flags, TimeSpec* time, TimeSpec* left)
    {
        if (!time->IsValid || clock is < RealTime or > BootTime or ThreadCpuTime)
        {
            return Errno.EINVAL;
        }
        ulong deadline = time->ToNanoseconds();
        if ((flags & AbsoluteTime) == 0)
        {
            deadline += Clock.Now();
        }
        else if (clock == RealTime)
        {
            deadline = deadline > Clock.WallClockStart ? deadline - Clock.WallClockStart : 0;
        }
        SleepUntil(deadline);
        return 0;
    }

    [RuntimeExport("usleep")]
    [Partial("a signal does not cut the sleep short")]
    private static int MicroSleep(uint microseconds)
    {
        SleepUntil(Clock.Now() + (microseconds * 1000UL));
        return 0;
    }

    private static void SleepUntil(ulong deadline)
    {
        if (deadline <= Clock.Now())
        {
            Scheduler.Yield();
        }
        else
        {
            Futex.Sleep(deadline);
        }
    }
}
