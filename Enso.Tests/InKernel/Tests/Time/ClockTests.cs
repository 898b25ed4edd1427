using System.Diagnostics;

namespace Enso.Tests.InKernel.Tests.Time;

/// <summary>The clocks that .NET offers: each goes forward on every core, and they agree.</summary>
internal static class ClockTests
{
    [KernelTest]
    internal static void The_stopwatch_never_goes_back_whichever_core_reads_it()
    {
        long last = 0;
        Worker.RunMany(Environment.ProcessorCount + 2, _ =>
        {
            for (int i = 0; i < 3000; i++)
            {
                // What another core read, and published, before this core reads must not be later.
                long seen = Interlocked.Read(ref last);
                long now = Stopwatch.GetTimestamp();
                Check.That(now >= seen, $"{seen - now} ticks back");
                for (long before = seen; now > before;)
                {
                    long found = Interlocked.CompareExchange(ref last, now, before);
                    if (found == before)
                    {
                        break;
                    }
                    before = found;
                }
                if (i % 500 == 0)
                {
                    Thread.Yield();
                }
            }
        });
    }

    [KernelTest]
    internal static void The_milliseconds_since_start_agree_with_the_stopwatch()
    {
        Check.That(Stopwatch.IsHighResolution);
        Check.Equal(1_000_000_000L, Stopwatch.Frequency);
        for (int i = 0; i < 200; i++)
        {
            // Both count from the same moment: the milliseconds lie between two readings around them.
            long before = Stopwatch.GetTimestamp() / 1_000_000;
            long milliseconds = Environment.TickCount64;
            long after = Stopwatch.GetTimestamp() / 1_000_000;
            Check.That(before <= milliseconds && milliseconds <= after, $"{before}, {milliseconds}, {after}");
        }
        Check.Equal(unchecked((int)(Environment.TickCount64 >> 10)), Environment.TickCount >> 10);
    }

    [KernelTest]
    internal static void The_wall_clock_and_the_stopwatch_run_at_the_same_rate()
    {
        (long Wall, long Ticks) first = Read();
        Task.Delay(50).Wait();
        (long wall, long ticks) = Read();
        // In units of 100 ns. Each reading is good to how long it took, which is the only slack there is.
        Check.That(Math.Abs((wall - first.Wall) - (ticks - first.Ticks)) <= 20_000,
            $"{wall - first.Wall} against {ticks - first.Ticks}");
        static (long Wall, long Ticks) Read()
        {
            // The tightest of many readings: a turn may end between the two clocks.
            (long Wall, long Ticks) best = default;
            long tightest = long.MaxValue;
            for (int i = 0; i < 100; i++)
            {
                long before = Stopwatch.GetTimestamp() / 100;
                long wall = DateTime.UtcNow.Ticks;
                long after = Stopwatch.GetTimestamp() / 100;
                if (after - before < tightest)
                {
                    tightest = after - before;
                    best = (wall, before);
                }
            }
            Check.That(tightest < 20_000);
            return best;
        }
    }

    [KernelTest]
    internal static void The_wall_clock_goes_forward_in_a_plausible_year()
    {
        DateTime last = DateTime.UtcNow;
        Check.That(last.Year is >= 2024 and < 2100, $"{last:O}");
        Check.Equal(DateTimeKind.Utc, last.Kind);
        for (int i = 0; i < 2000; i++)
        {
            DateTime now = DateTime.UtcNow;
            Check.That(now >= last);
            last = now;
        }
        Check.That(DateTimeOffset.UtcNow >= last);
        Check.Equal(TimeSpan.Zero, DateTimeOffset.Now.Offset);
        Check.Equal(DateTimeKind.Local, DateTime.Now.Kind);
    }

    [KernelTest]
    internal static void A_stopwatch_starts_stops_and_starts_anew()
    {
        Stopwatch watch = new();
        Check.That(!watch.IsRunning && watch.ElapsedTicks == 0);
        watch.Start();
        Worker.Await(() => watch.ElapsedTicks > 0);
        watch.Stop();
        long stopped = watch.ElapsedTicks;
        Check.That(stopped > 0 && stopped == watch.ElapsedTicks);
        watch.Start();
        Worker.Await(() => watch.ElapsedTicks > stopped);
        watch.Reset();
        Check.Equal(0L, watch.ElapsedTicks);
        Check.Equal(TimeSpan.FromSeconds(3), Stopwatch.GetElapsedTime(5, 5 + (3 * Stopwatch.Frequency)));
    }
}
