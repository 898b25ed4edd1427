using Enso.Scheduler;

namespace Enso.Tests.Scheduler.Timers;

/// <summary>What every queue of timers does.</summary>
/// <typeparam name="TQueue">The queue.</typeparam>
[TestFixture(typeof(WheelTimers))]
[TestFixture(typeof(TreeTimers))]
[TestFixture(typeof(Timers<WheelTimers, TreeTimers>))]
public sealed class TimerContract<TQueue>
    where TQueue : struct, ITimerQueue<TQueue>
{
    private const long Tick = 64;

    private static TQueue Make(long start = 0, int maximum = 1000, long tick = Tick) => TQueue.Create(
        new TimerOptions { Tick = tick, Capacity = 1, MaximumCapacity = maximum, Start = start });

    private static TimerTerms Word(long state) => new() { State = state };

    private static long[] Poll(TQueue queue, long now) => [.. Rounds.Poll(queue, now).Select(expiry => expiry.State)];

    [Test]
    public void A_timer_expires_when_it_is_due_and_not_before()
    {
        TQueue queue = Make();
        TimerHandle timer = queue.Create(3 * Tick, new TimerTerms { State = 7, Target = 2 });
        Assert.That(queue.TryExpire((3 * Tick) - 1, out _), Is.False);
        Assert.That(queue.NextDue, Is.EqualTo(3 * Tick));
        Assert.That(queue.TryExpire(3 * Tick, out Expiry expiry));
        Assert.That(expiry, Is.EqualTo(new Expiry(timer, 3 * Tick, 0, 7, 2)));
        Assert.That(queue.TryExpire(100 * Tick, out _), Is.False);
        Assert.That(queue.Count, Is.Zero);
    }

    [Test]
    public void A_timer_expires_at_the_next_tick()
    {
        TQueue queue = Make();
        queue.Create(1, Word(1));
        Assert.That(Poll(queue, Tick), Is.EqualTo(new long[] { 1 }));
    }

    [Test]
    public void A_timer_that_is_cancelled_does_not_expire()
    {
        TQueue queue = Make();
        TimerHandle timer = queue.Create(Tick, Word(1));
        Assert.That(queue.Cancel(timer));
        Assert.That(queue.Cancel(timer), Is.False, "again");
        Assert.That(queue.Count, Is.Zero);
        Assert.That(Poll(queue, 100 * Tick), Is.Empty);
    }

    [Test]
    public void Several_timers_of_one_tick_expire_together()
    {
        TQueue queue = Make();
        queue.Create(Tick, Word(1));
        queue.Create(Tick, Word(2));
        queue.Create(Tick, Word(3));
        Assert.That(Poll(queue, Tick - 1), Is.Empty);
        Assert.That(Poll(queue, Tick), Is.EqualTo(new long[] { 1, 2, 3 }));
    }

    [Test]
    public void Timers_of_several_ticks_expire_each_at_its_own()
    {
        TQueue queue = Make();
        foreach (long tick in new long[] { 5, 1, 70, 3, 4096, 300_000 })
        {
            queue.Create(tick * Tick, Word(tick));
        }

        foreach (long tick in new long[] { 1, 3, 5, 70, 4096, 300_000 })
        {
            Assert.That(Poll(queue, (tick * Tick) - 1), Is.Empty);
            Assert.That(Poll(queue, tick * Tick), Is.EqualTo(new[] { tick }));
        }
    }

    [Test]
    public void After_a_long_time_all_that_is_due_expires_in_the_order_of_time()
    {
        TQueue queue = Make();
        for (long i = 200; i > 0; i--)
        {
            queue.Create(i * i * Tick, Word(i));
        }

        Assert.That(Poll(queue, 150 * 150 * Tick), Is.EqualTo(Enumerable.Range(1, 150)));
        Assert.That(Poll(queue, 1L << 60), Is.EqualTo(Enumerable.Range(151, 50)));
    }

    [Test]
    public void Timers_whose_slots_coincide_expire_each_in_its_own_turn([Values(64, 4096, 262_144)] long turn)
    {
        TQueue queue = Make();
        for (long i = 1; i <= 20; i++)
        {
            queue.Create(i * turn * Tick, Word(i));
        }

        for (long i = 1; i <= 20; i++)
        {
            Assert.That(Poll(queue, (i * turn * Tick) - 1), Is.Empty);
            Assert.That(Poll(queue, i * turn * Tick), Is.EqualTo(new[] { i }));
        }
    }

    [Test]
    public void Between_expiries_others_can_be_cancelled()
    {
        TQueue queue = Make();
        TimerHandle[] timers = [.. Enumerable.Range(0, 5).Select(i => queue.Create(Tick, Word(i)))];
        Assert.That(queue.TryExpire(Tick, out Expiry first));
        Assert.That(first.State, Is.Zero);
        Assert.That(queue.Cancel(timers[0]), Is.False, "it has expired");
        Assert.That(queue.Cancel(timers[1]));
        Assert.That(queue.Cancel(timers[4]));
        Assert.That(Poll(queue, Tick), Is.EqualTo(new long[] { 2, 3 }));
    }

    [Test]
    public void A_timer_can_be_made_again_where_it_expires()
    {
        TQueue queue = Make();
        queue.Create(Tick, Word(0));
        for (long i = 1; i <= 1000; i++)
        {
            Assert.That(queue.TryExpire(i * Tick, out Expiry expiry));
            Assert.That(queue.Cancel(expiry.Timer), Is.False, "it has expired");
            TimerHandle next = queue.Create((i + 1) * Tick, Word(i));
            Assert.That(next, Is.Not.EqualTo(expiry.Timer));
            Assert.That(expiry.State, Is.EqualTo(i - 1));
            Assert.That(queue.TryExpire(i * Tick, out _), Is.False);
        }
    }

    [Test]
    public void A_timer_with_an_interval_can_be_cancelled_where_it_expires()
    {
        TQueue queue = Make();
        TimerHandle timer = queue.Create(Tick, new TimerTerms { Interval = Tick });
        Assert.That(queue.TryExpire(Tick, out Expiry expiry));
        Assert.That(expiry.Timer, Is.EqualTo(timer));
        Assert.That(queue.Cancel(expiry.Timer));
        Assert.That(queue.Cancel(timer), Is.False);
        Assert.That(Poll(queue, 100 * Tick), Is.Empty);
        Assert.That(queue.NextDue, Is.EqualTo(long.MaxValue));
    }

    [Test]
    public void The_handle_of_a_timer_that_is_no_more_never_names_another()
    {
        TQueue queue = Make(maximum: 1);
        List<TimerHandle> old = [default];
        for (int i = 0; i < 100; i++)
        {
            TimerHandle timer = queue.Create(Tick, Word(i));
            Assert.That(old.Any(stale => queue.Cancel(stale)), Is.False);
            Assert.That(queue.Count, Is.EqualTo(1));
            Assert.That(queue.Cancel(timer));
            old.Add(timer);
        }
    }

    [Test]
    public void Handles_that_were_never_given_name_nothing(
        [Values(0, 1, 5, 1 << 20, -1, int.MinValue, int.MaxValue)] int index, [Values(0u, 1u, 2u)] uint generation)
    {
        TQueue queue = Make();
        TimerHandle only = queue.Create(Tick, Word(1));
        TimerHandle other = new(index, generation);
        Assert.That(queue.Cancel(other), Is.EqualTo(other == only));
    }

    [Test]
    public void A_due_time_in_the_past_is_due_at_once(
        [Values(0, 1, 99 * Tick, -5, long.MinValue)] long due, [Values(0, 7, 1000)] long slack)
    {
        TQueue queue = Make();
        Assert.That(queue.TryExpire(100 * Tick, out _), Is.False);
        queue.Create(due, new TimerTerms { Slack = slack });
        Assert.That(queue.NextDue, Is.LessThanOrEqualTo(100 * Tick));
        Assert.That(queue.TryExpire(100 * Tick, out Expiry expiry));
        Assert.That(expiry.Due, Is.EqualTo(due));
    }

    [Test]
    public void What_is_in_the_past_when_the_time_advances_is_due_at_once([Values(0, 1000)] long slack)
    {
        TQueue queue = Make();
        queue.Advance(100 * Tick);
        queue.Advance(10 * Tick);
        queue.Create(100 * Tick, new TimerTerms { Slack = slack });
        Assert.That(queue.NextDue, Is.LessThanOrEqualTo(100 * Tick));
        Assert.That(queue.TryExpire(100 * Tick, out _));
        Assert.That(() => queue.Advance(-1), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Those_due_in_the_past_come_after_those_that_were_due_before_them()
    {
        TQueue queue = Make();
        for (long i = 1; i <= 5; i++)
        {
            queue.Create(i * Tick, Word(i));
        }

        Assert.That(queue.TryExpire(5 * Tick, out _));
        queue.Create(0, Word(0));
        Assert.That(Poll(queue, 5 * Tick), Is.EqualTo(new long[] { 2, 3, 4, 5, 0 }));
    }

    [Test]
    public void An_interval_from_the_past_counts_what_it_has_missed([Values(-1000, 0, 3)] long due)
    {
        TQueue queue = Make();
        Assert.That(queue.TryExpire(1000, out _), Is.False);
        queue.Create(due, new TimerTerms { Interval = 10 });
        Assert.That(queue.TryExpire(1000, out Expiry expiry));
        Assert.That(expiry.Due, Is.EqualTo(due));
        Assert.That(expiry.Missed, Is.EqualTo((1000 - due) / 10));
    }

    [Test]
    public void The_longest_past_there_is_does_not_overflow()
    {
        TQueue queue = Make(start: long.MaxValue / 2);
        queue.Create(long.MinValue, new TimerTerms { Interval = 1 });
        Assert.That(queue.TryExpire(long.MaxValue / 2, out Expiry expiry));
        Assert.That(expiry.Missed, Is.EqualTo(long.MaxValue), "as many as can be counted");
        Assert.That(queue.TryExpire(long.MaxValue / 2, out _), Is.False);
    }

    [Test]
    public void A_poll_at_an_earlier_time_gives_nothing()
    {
        TQueue queue = Make();
        Assert.That(queue.TryExpire(100 * Tick, out _), Is.False);
        queue.Create(10 * Tick, Word(1));
        Assert.That(queue.TryExpire((100 * Tick) - 1, out _), Is.False);
        Assert.That(queue.TryExpire(100 * Tick, out _));
    }

    [Test]
    public void Deadlines_of_years_expire_to_the_tick([Values(1, 10, 100, 250)] int years)
    {
        const long Year = 31_556_952_000_000_000;
        long due = years * Year / Tick * Tick;
        TQueue queue = Make();
        queue.Create(due, Word(1));
        Assert.That(Poll(queue, due - 1), Is.Empty);
        Assert.That(queue.NextDue, Is.EqualTo(due));
        Assert.That(Poll(queue, due), Is.EqualTo(new long[] { 1 }));
    }

    [Test]
    public void What_is_due_at_the_end_of_time_never_expires([Values(1, Tick, TimerOptions.LongestTick)] long tick)
    {
        TQueue queue = Make(tick: tick);
        TimerHandle timer = queue.Create(long.MaxValue, new TimerTerms { Interval = 1, Slack = long.MaxValue });
        Assert.That(queue.NextDue, Is.EqualTo(long.MaxValue));
        Assert.That(Poll(queue, long.MaxValue), Is.Empty);
        Assert.That(queue.Cancel(timer));
    }

    [Test]
    public void An_interval_does_not_go_on_past_the_end_of_time()
    {
        TQueue queue = Make();
        queue.Create(1L << 62, new TimerTerms { Interval = long.MaxValue });
        Assert.That(Poll(queue, 1L << 62), Has.Length.EqualTo(1));
        Assert.That(Poll(queue, long.MaxValue), Is.Empty);
        Assert.That(queue.Count, Is.EqualTo(1));
    }

    [Test]
    public void An_empty_queue_has_nothing_to_do_until_the_end_of_time()
    {
        TQueue queue = Make();
        Assert.That(queue.NextDue, Is.EqualTo(long.MaxValue));
        Assert.That(queue.TryExpire(0, out _), Is.False);
        Assert.That(queue.TryExpire(long.MaxValue, out _), Is.False);
    }

    [Test]
    public void A_full_queue_says_so_and_goes_on()
    {
        TQueue queue = Make(maximum: 3);
        TimerHandle[] timers = [.. Enumerable.Range(0, 3).Select(i => queue.Create(Tick, Word(i)))];
        Assert.That(() => queue.Create(Tick, Word(3)),
            Throws.InvalidOperationException.With.Message
                .EqualTo("All 3 timers that MaximumCapacity allows are pending."));
        Assert.That(queue.Count, Is.EqualTo(3));
        Assert.That(queue.Cancel(timers[1]));
        queue.Create(Tick, Word(4));
        Assert.That(Poll(queue, Tick), Is.EqualTo(new long[] { 0, 2, 4 }));
    }

    [Test]
    public void Terms_that_are_not_allowed_are_refused_with_what_is()
    {
        TQueue queue = Make();
        Assert.Multiple(() =>
        {
            Assert.That(() => queue.Create(1, new TimerTerms { Interval = -1 }),
                Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("at least 1 nanosecond, or 0"));
            Assert.That(() => queue.Create(1, new TimerTerms { Slack = -1 }),
                Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("at least 0 nanoseconds"));
            Assert.That(() => queue.Create(1, new TimerTerms { Late = (LateTicks)2 }),
                Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("Coalesce or Deliver"));
            Assert.That(() => queue.TryExpire(-1, out _), Throws.InstanceOf<ArgumentOutOfRangeException>());
            Assert.That(queue.Count, Is.Zero);
        });
    }

    [TestCase(0, 10, 64, 0, "from 1 to the maximum capacity, 10")]
    [TestCase(11, 10, 64, 0, "from 1 to the maximum capacity, 10")]
    [TestCase(1, 0, 64, 0, "From 1 to 16777216 timers")]
    [TestCase(1, (1 << 24) + 1, 64, 0, "From 1 to 16777216 timers")]
    [TestCase(1, 10, 0, 0, "power of two from 1 to 1099511627776")]
    [TestCase(1, 10, 65, 0, "power of two from 1 to 1099511627776")]
    [TestCase(1, 10, 1L << 41, 0, "power of two from 1 to 1099511627776")]
    [TestCase(1, 10, 64, -1, "at least 0")]
    public void Options_that_are_not_allowed_are_refused_with_what_is(
        int capacity, int maximum, long tick, long start, string message)
    {
        TimerOptions options = new() { Capacity = capacity, MaximumCapacity = maximum, Tick = tick, Start = start };
        Assert.That(() => TQueue.Create(options),
            Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains(message));
    }
}
