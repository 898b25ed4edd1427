using Enso.Scheduler;

namespace Enso.Tests.Scheduler.Timers;

/// <summary>What only a wheel does, or a tree.</summary>
[TestFixture]
public sealed class WheelTests
{
    private const long Tick = 1 << 20;
    private const long Millisecond = 1_000_000;

    private static TimerTerms Word(long state) => new() { State = state };

    [Test]
    public void A_poll_moves_only_so_many_timers_and_is_gone_on_with()
    {
        const int Many = 1000;
        const long Begin = 64 * 64 * Tick;
        WheelTimers queue = WheelTimers.Create(new TimerOptions());
        for (int i = 0; i < Many; i++)
        {
            queue.Create(Begin + ((1 + (i % 64)) * Tick), Word(i));
        }

        int polls = 0;
        do
        {
            Assert.That(queue.TryExpire(Begin, out _), Is.False);
            polls++;
        }
        while (queue.NextDue <= Begin);

        Assert.That(polls, Is.EqualTo((Many + WheelTimers.MostMoves - 1) / WheelTimers.MostMoves));
        Assert.That(queue.NextDue, Is.EqualTo(Begin + Tick));
        Assert.That(Rounds.Poll(queue, Begin + (64 * Tick)), Has.Count.EqualTo(Many));
    }

    [Test]
    public void What_is_due_comes_while_others_are_still_to_be_moved()
    {
        const long Begin = 64 * 64 * Tick;
        WheelTimers queue = WheelTimers.Create(new TimerOptions());
        for (int i = 0; i < 1000; i++)
        {
            queue.Create(Begin + (63 * Tick), Word(i));
        }

        Assert.That(queue.TryExpire(Begin, out _), Is.False);
        queue.Create(0, Word(-1));
        Assert.That(queue.TryExpire(Begin, out Expiry expiry));
        Assert.That(expiry.State, Is.EqualTo(-1));
    }

    [Test]
    public void All_can_be_cancelled_while_they_are_moved()
    {
        const long Begin = 64 * 64 * Tick;
        WheelTimers queue = WheelTimers.Create(new TimerOptions());
        TimerHandle[] timers =
            [.. Enumerable.Range(0, 1000).Select(i => queue.Create(Begin + (i % 64 * Tick) + 1, Word(i)))];
        Assert.That(queue.TryExpire(Begin, out _), Is.False);
        Assert.That(timers.All(timer => queue.Cancel(timer)));
        Assert.That(queue.NextDue, Is.EqualTo(long.MaxValue));
        queue.Create(Begin + (100 * Tick), Word(5));
        Assert.That(queue.NextDue, Is.EqualTo(Begin + (100 * Tick)));
        Assert.That(Rounds.Poll(queue, Begin + (100 * Tick)).Single().State, Is.EqualTo(5));
    }

    [Test]
    public void The_next_due_time_is_exact_however_far_it_is([Values(1, 63, 64, 5000, 1 << 30)] long ticks)
    {
        WheelTimers queue = WheelTimers.Create(new TimerOptions());
        queue.Create((ticks * Tick) + (5 * Tick), default);
        queue.Create(ticks * Tick, default);
        queue.Create((ticks * Tick) + (9 * Tick), default);
        Assert.That(queue.NextDue, Is.EqualTo(ticks * Tick));
    }

    [Test]
    public void A_cancelled_first_timer_costs_no_more_than_one_poll()
    {
        WheelTimers queue = WheelTimers.Create(new TimerOptions());
        TimerHandle first = queue.Create(4096 * Tick, default);
        queue.Create(4150 * Tick, default);
        queue.Cancel(first);
        Assert.That(queue.TryExpire(queue.NextDue, out _), Is.False);
        Assert.That(queue.NextDue, Is.EqualTo(4150 * Tick));
    }

    [TestCase(10 * Millisecond, true)]
    [TestCase(10 * Millisecond, false)]
    [TestCase(0, false)]
    public void Timers_with_slack_come_together_and_in_time(long slack, bool isWheel)
    {
        ITimerQueue queue = isWheel ? WheelTimers.Create(new TimerOptions()) : TreeTimers.Create(new TimerOptions());
        Random random = new(5);
        for (int i = 0; i < 1000; i++)
        {
            queue.Create(random.NextInt64(1, 100 * Millisecond), new TimerTerms { Slack = slack });
        }

        int wakeUps = 0;
        while (queue.Count > 0)
        {
            long now = queue.NextDue;
            wakeUps++;
            while (queue.TryExpire(now, out Expiry expiry))
            {
                Assert.That(now - expiry.Due, Is.InRange(0, Math.Max(slack, isWheel ? Tick - 1 : 0)));
            }
        }

        // There is a multiple of 2^23 ns, 8.4 ms, in each window of 10 ms; 13 of them up to 110 ms.
        Assert.That(wakeUps, slack == 0 ? Is.GreaterThan(900) : Is.LessThanOrEqualTo(isWheel ? 26 : 13));
    }

    [Test]
    public void A_tree_keeps_the_order_of_making_among_timers_of_the_same_time()
    {
        TreeTimers queue = TreeTimers.Create(new TimerOptions());
        Random random = new(6);
        List<(long Due, int Number, TimerHandle Timer)> made = [];
        for (int i = 0; i < 2000; i++)
        {
            long due = random.Next(20) + 1;
            made.Add((due, i, queue.Create(due, Word(i))));
        }

        made.RemoveAll(timer => timer.Number % 3 == 0 && queue.Cancel(timer.Timer));
        Assert.That(Rounds.Poll(queue, 20).Select(expiry => expiry.State),
            Is.EqualTo(made.OrderBy(timer => timer.Due).Select(timer => timer.Number)));
    }

    [Test]
    public void Coarse_timers_go_to_the_wheel_and_precise_ones_to_the_tree()
    {
        var queue = Timers<WheelTimers, TreeTimers>.Create(new TimerOptions());
        queue.Create(Tick + 1, new TimerTerms { Slack = Tick - 1, State = 1 });
        Assert.That(queue.NextDue, Is.LessThanOrEqualTo(2 * Tick), "within its slack");
        queue.Create(5, Word(2));
        Assert.That(queue.NextDue, Is.EqualTo(5), "to the nanosecond");
        TimerHandle coarse = queue.Create(3, new TimerTerms { Slack = Tick });
        TimerHandle precise = queue.Create(3, default);
        Assert.That(coarse, Is.Not.EqualTo(precise));
        Assert.That(queue.Cancel(coarse));
        Assert.That(queue.Cancel(coarse), Is.False);
        Assert.That(queue.Count, Is.EqualTo(3));
        Assert.That(queue.Cancel(precise));
        Assert.That(Rounds.Poll(queue, 10 * Tick).Select(expiry => expiry.State), Is.EqualTo(new long[] { 2, 1 }));
    }
}
