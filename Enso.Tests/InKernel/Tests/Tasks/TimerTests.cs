using System.Diagnostics;

namespace Enso.Tests.InKernel.Tests.Tasks;

/// <summary>Timers of all kinds: never early, in order, and silent once they are disposed of.</summary>
internal static class TimerTests
{
    // Timers count whole milliseconds, so that the first may be a short one.
    private const int Early = 1;

    [KernelTest]
    internal static void A_timer_fires_once_and_not_before_its_time()
    {
        using ManualResetEventSlim fired = new();
        int count = 0;
        object state = new();
        object? seen = null;
        long start = Stopwatch.GetTimestamp();
        double after = 0;
        using Timer timer = new(s =>
        {
            after = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            seen = s;
            Interlocked.Increment(ref count);
            fired.Set();
        }, state, 20, Timeout.Infinite);
        fired.Wait();
        Check.That(after >= 20 - Early, $"{after} ms");
        Check.That(ReferenceEquals(state, seen));
        // It has no period: others that are due later fire, it does not.
        Task.Delay(30).Wait();
        Check.Equal(1, count);
    }

    [KernelTest]
    internal static void A_timer_changed_from_its_own_callback_keeps_its_word()
    {
        using ManualResetEventSlim done = new();
        int count = 0;
        Timer? timer = null;
        using Timer created = new(_ =>
        {
            if (++count == 4)
            {
                done.Set();
                return;
            }
            timer!.Change(2, Timeout.Infinite);
        });
        timer = created;
        Check.That(timer.Change(1, Timeout.Infinite));
        done.Wait();
        Check.Equal(4, count);
        Check.That(timer.Change(Timeout.Infinite, Timeout.Infinite));
    }

    [KernelTest]
    internal static void A_disposed_timer_is_silent_and_says_when_its_last_callback_ended()
        => Worker.Complete(async () =>
        {
            using SemaphoreSlim inside = new(0);
            using ManualResetEventSlim mayEnd = new();
            bool ended = false;
            int count = 0;
            Timer timer = new(_ =>
            {
                Interlocked.Increment(ref count);
                inside.Release();
                mayEnd.Wait();
                Volatile.Write(ref ended, true);
            }, null, 1, Timeout.Infinite);
            await inside.WaitAsync();
            ValueTask disposal = timer.DisposeAsync();
            Check.That(!disposal.IsCompleted);
            mayEnd.Set();
            await disposal;
            Check.That(ended);
            Check.That(!timer.Change(0, 1));
            Timer another = new(_ => Interlocked.Increment(ref count), null, 5, 5);
            using ManualResetEvent gone = new(false);
            Check.That(another.Dispose(gone));
            gone.WaitOne();
            int after = Volatile.Read(ref count);
            await Task.Delay(20);
            Check.Equal(after, count);
        });

    [KernelTest]
    internal static void Delays_end_in_the_order_of_their_times()
        => Worker.Complete(async () =>
        {
            int[] times = [90, 30, 150, 60, 120];
            List<int> order = [];
            await Task.WhenAll(times.Select(async ms =>
            {
                long start = Stopwatch.GetTimestamp();
                await Task.Delay(ms);
                Check.That(Stopwatch.GetElapsedTime(start).TotalMilliseconds >= ms - Early);
                lock (order)
                {
                    order.Add(ms);
                }
            }));
            Check.Sequence([30, 60, 90, 120, 150], order);
        });

    [KernelTest]
    internal static void A_thousand_timers_all_fire()
    {
        using CountdownEvent all = new(1000);
        Timer[] timers = new Timer[1000];
        int[] fired = new int[timers.Length];
        for (int i = 0; i < timers.Length; i++)
        {
            timers[i] = new Timer(number =>
            {
                Interlocked.Increment(ref fired[(int)number!]);
                all.Signal();
            }, i, 1 + (i * 7 % 50), Timeout.Infinite);
        }
        all.Wait();
        foreach (Timer timer in timers)
        {
            timer.Dispose();
        }
        Check.That(fired.All(n => n == 1));
    }

    [KernelTest]
    internal static void A_delay_is_cancelled_at_once_and_a_zero_delay_is_over()
        => Worker.Complete(async () =>
        {
            Check.That(Task.Delay(0).IsCompletedSuccessfully);
            using CancellationTokenSource source = new();
            Task[] delays = new Task[50];
            for (int i = 0; i < delays.Length; i++)
            {
                delays[i] = Task.Delay(TimeSpan.FromDays(1 + (i % 3)), source.Token);
            }
            source.Cancel();
            foreach (Task delay in delays)
            {
                await Check.ThrowsAsync<TaskCanceledException>(() => delay);
            }
            Check.Throws<ArgumentOutOfRangeException>(() => Task.Delay(-2));
        });

    [KernelTest]
    internal static void A_periodic_timer_ticks_for_one_waiter_until_it_is_disposed_of()
        => Worker.Complete(async () =>
        {
            long start = Stopwatch.GetTimestamp();
            PeriodicTimer timer = new(TimeSpan.FromMilliseconds(4));
            for (int i = 1; i <= 5; i++)
            {
                Check.That(await timer.WaitForNextTickAsync());
                Check.That(Stopwatch.GetElapsedTime(start).TotalMilliseconds >= (4 * i) - Early);
            }
            timer.Period = TimeSpan.FromHours(1);
            ValueTask<bool> waits = timer.WaitForNextTickAsync();
            Check.Throws<InvalidOperationException>(() => GC.KeepAlive(timer.WaitForNextTickAsync()));
            timer.Dispose();
            Check.That(!await waits);
            Check.That(!await timer.WaitForNextTickAsync());
        });

    [KernelTest]
    internal static void A_time_provider_agrees_with_the_clocks_and_can_be_replaced()
        => Worker.Complete(async () =>
        {
            TimeProvider system = TimeProvider.System;
            Check.Equal(Stopwatch.Frequency, system.TimestampFrequency);
            long before = Stopwatch.GetTimestamp();
            long between = system.GetTimestamp();
            Check.That(before <= between && between <= Stopwatch.GetTimestamp());
            Check.Equal(TimeSpan.Zero, system.LocalTimeZone.BaseUtcOffset);
            StoppedClock clock = new();
            Task delay = Task.Delay(TimeSpan.FromHours(3), clock);
            Check.That(!delay.IsCompleted);
            clock.Fire();
            await delay;
            Check.Equal(new DateTimeOffset(2001, 2, 3, 4, 5, 6, TimeSpan.Zero), clock.GetUtcNow());
        });

    private sealed class StoppedClock : TimeProvider
    {
        private readonly List<StoppedTimer> _timers = [];

        public override DateTimeOffset GetUtcNow() => new(2001, 2, 3, 4, 5, 6, TimeSpan.Zero);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            StoppedTimer timer = new(() => callback(state));
            _timers.Add(timer);
            return timer;
        }

        public void Fire()
        {
            foreach (StoppedTimer timer in _timers)
            {
                timer.Fire();
            }
        }
    }

    private sealed class StoppedTimer(Action callback) : ITimer
    {
        public void Fire() => callback();

        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => default;
    }
}
