using Enso.Scheduler;

namespace Enso.Tests.Scheduler.Timers;

/// <summary>Many timers, many ticks, and no memory for them.</summary>
/// <typeparam name="TQueue">The queue.</typeparam>
[TestFixture(typeof(WheelTimers))]
[TestFixture(typeof(TreeTimers))]
[TestFixture(typeof(Timers<WheelTimers, TreeTimers>))]
public sealed class TimerScaleTests<TQueue>
    where TQueue : struct, ITimerQueue<TQueue>
{
    private const int Million = 1_000_000;
    private const long Second = 1_000_000_000;

    [Test]
    public void An_interval_does_not_drift_in_a_million_ticks()
    {
        const long Interval = 1_000_003;
        const long First = 17;
        TQueue queue = TQueue.Create(new TimerOptions());
        queue.Create(First, new TimerTerms { Interval = Interval });
        long now = 0;
        long ticks = 0;
        Random random = new(1);
        while (ticks < Million)
        {
            now = Math.Max(now, queue.NextDue) + random.Next(1000);
            if (!queue.TryExpire(now, out Expiry expiry))
            {
                continue;
            }

            if (expiry.Due != First + (ticks * Interval) || expiry.Due > now)
            {
                Assert.Fail(
                    $"Tick {ticks} is due at {First + (ticks * Interval)}, not at {expiry.Due}; it came at {now}.");
            }

            ticks += 1 + expiry.Missed;
        }
    }

    [Test]
    public void Late_ticks_come_as_one_with_their_number_or_each_by_itself()
    {
        TQueue queue = TQueue.Create(new TimerOptions());
        queue.Create(Second, new TimerTerms { Interval = Second, State = 1 });
        queue.Create(Second, new TimerTerms { Interval = Second, State = 2, Late = LateTicks.Deliver });
        List<Expiry> expiries = Rounds.Poll(queue, (10 * Second) + (Second / 2));
        Expiry coalesced = expiries.Single(expiry => expiry.State == 1);
        Assert.That((coalesced.Due, coalesced.Missed), Is.EqualTo((Second, 9)));
        Assert.That(expiries.Where(expiry => expiry.State == 2).Select(expiry => (expiry.Due, expiry.Missed)),
            Is.EqualTo(Enumerable.Range(1, 10).Select(i => (i * Second, 0L))));
        Assert.That(Rounds.Poll(queue, 11 * Second + (1 << 20)).Select(expiry => expiry.Due),
            Is.EqualTo(new[] { 11 * Second, 11 * Second }));
    }

    [Test]
    public void A_million_timers_are_pending_and_cancelled()
    {
        TQueue queue = TQueue.Create(new TimerOptions { MaximumCapacity = Million });
        TimerHandle[] timers = CreateMany(queue, new Random(2));
        new Random(3).Shuffle(timers);
        Assert.That(queue.Count, Is.EqualTo(Million));
        Assert.That(timers.All(timer => queue.Cancel(timer)));
        Assert.That(queue.Count, Is.Zero);
        Assert.That(queue.NextDue, Is.EqualTo(long.MaxValue));
        Assert.That(queue.TryExpire(1000 * Second, out _), Is.False);
    }

    [Test]
    public void A_million_timers_expire_each_once_and_in_time()
    {
        TQueue queue = TQueue.Create(new TimerOptions { MaximumCapacity = Million });
        CreateMany(queue, new Random(4));
        int expired = 0;
        long worst = 0;
        while (queue.Count > 0)
        {
            long now = queue.NextDue;
            while (queue.TryExpire(now, out Expiry expiry))
            {
                expired++;
                worst = Math.Max(worst, now - expiry.Due);
                if (expiry.Due > now)
                {
                    Assert.Fail($"A timer that is due at {expiry.Due} came at {now}.");
                }
            }
        }

        Assert.That(expired, Is.EqualTo(Million));
        Assert.That(worst, Is.LessThan(new TimerOptions().Tick));
    }

    [Test]
    public void Nothing_is_allocated_when_there_were_as_many_timers_before()
    {
        const int Many = 5000;
        TQueue queue = TQueue.Create(new TimerOptions { Capacity = 1 });
        TimerHandle[] timers = new TimerHandle[Many];
        long now = 0;
        Turn();
        Turn();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 10; i++)
        {
            Turn();
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);

        void Turn()
        {
            for (int i = 0; i < Many; i++)
            {
                timers[i] = queue.Create(
                    now + (i * Second / 100),
                    new TimerTerms { Interval = i % 7 * Second, Slack = i % 3 * Second / 10 });
            }

            for (int i = 0; i < Many; i += 2)
            {
                queue.Cancel(timers[i]);
            }

            for (int poll = 0; poll < 100; poll++)
            {
                now += Second;
                while (queue.TryExpire(now, out Expiry expiry) || queue.NextDue <= now)
                {
                    if (expiry.State == 1)
                    {
                        queue.Cancel(expiry.Timer);
                    }
                }
            }

            foreach (TimerHandle timer in timers)
            {
                queue.Cancel(timer);
            }
        }
    }

    private static TimerHandle[] CreateMany(TQueue queue, Random random)
    {
        TimerHandle[] timers = new TimerHandle[Million];
        for (int i = 0; i < Million; i++)
        {
            timers[i] = queue.Create(random.NextInt64(100 * Second), default);
        }

        return timers;
    }
}
