using Enso.Scheduler;
using Enso.Simulation;

namespace Enso.Tests.Scheduler.Reactors;

/// <summary>Tasks that wait for a time.</summary>
[TestFixture(null)]
[TestFixture(1)]
public sealed class SleepTests(int? timerCore)
{
    private const long Millisecond = 1_000_000;

    private readonly List<string> _log = [];

    [SetUp]
    public void Clear() => _log.Clear();

    private Simulation<RoundRobin> Simulate(int seed = 1, int timers = 1000) => new(2, seed, new ReactorOptions
    {
        TimerCore = timerCore, BusCapacity = 4, Log = _log.Add,
        Timers = new TimerOptions { Capacity = 1, MaximumCapacity = timers },
    });

    private static async ReactorTask Begin(Reactor reactor, Func<TaskContext, ReactorTask> method) =>
        await method(reactor.Current);

    [Test]
    public void A_sleep_lasts_as_long_as_asked_and_the_core_sleeps_too([Range(1, 20)] int seed)
    {
        Simulation<RoundRobin> simulation = Simulate(seed);
        List<(long Wanted, long Slept)> sleeps = [];
        foreach (long wanted in new[] { 5 * Millisecond, 50 * Millisecond, 1000 * Millisecond, 7 * Millisecond })
        {
            simulation[0].Post(reactor => reactor.Spawn(Begin(reactor, async context =>
            {
                long start = reactor.Now;
                await context.Sleep(wanted);
                sleeps.Add((wanted, reactor.Now - start));
            })));
        }

        simulation.Run();
        Assert.That(sleeps, Has.Count.EqualTo(4));
        Assert.That(sleeps.Select(sleep => sleep.Wanted), Is.Ordered);
        Assert.That(sleeps, Has.All.Matches<(long Wanted, long Slept)>(
            sleep => sleep.Slept >= sleep.Wanted && sleep.Slept < sleep.Wanted + Millisecond));
        Assert.That(simulation.Steps, Is.LessThan(500));
        Assert.That(simulation[0].Timers + simulation[1].Timers, Is.Zero);
    }

    [Test]
    public void A_sleeper_is_woken_by_its_time_or_by_cancelling_and_by_nothing_else()
    {
        Simulation<RoundRobin> simulation = Simulate();
        List<string> said = [];
        TaskId task = simulation.Ask(0, reactor => reactor.Spawn(Begin(reactor, async context =>
        {
            try
            {
                await context.Sleep(1000 * Millisecond);
                said.Add("slept");
            }
            catch (OperationCanceledException)
            {
                said.Add("cancelled");
                throw;
            }
        })));
        simulation.Ask(0, reactor => reactor.Wake(task));
        simulation.Ask(0, reactor => reactor.StateOf(task));
        Assert.That(said, Is.Empty);
        simulation.Ask(0, reactor => reactor.Cancel(task));
        simulation.Run();
        Assert.That(said, Is.EqualTo(new[] { "cancelled" }));
    }

    [Test]
    public void What_is_cancelled_leaves_no_timer_behind([Range(1, 20)] int seed)
    {
        Simulation<RoundRobin> simulation = Simulate(seed);
        TaskId sleeper = simulation.Ask(0, reactor => reactor.Spawn(Begin(
            reactor, async context => await context.Sleep(1000 * Millisecond))));
        TimerHandle[] timers = simulation.Ask(0, reactor => Array.ConvertAll(
            new long[100], _ => reactor.WakeAt(sleeper, reactor.Now + (1000 * Millisecond), Millisecond)));
        simulation.Ask(0, reactor => reactor.Cancel(sleeper));
        Assert.That(timers, Has.All.Matches<TimerHandle>(
            timer => simulation.Ask(0, reactor => reactor.CancelTimer(timer))));
        Assert.That(timers, Has.None.Matches<TimerHandle>(
            timer => simulation.Ask(0, reactor => reactor.CancelTimer(timer))));
        simulation.Run();
        Assert.That(simulation[0].Timers + simulation[1].Timers, Is.Zero);
        Assert.That(simulation[0].Now, Is.LessThan(1000 * Millisecond));
    }

    [Test]
    public void A_number_that_was_given_away_again_is_not_woken_for_the_timer_before([Range(1, 40)] int seed)
    {
        Simulation<RoundRobin> simulation = Simulate(seed);
        List<int> woken = [];
        simulation[0].Post(reactor =>
        {
            for (int i = 0; i < 50; i++)
            {
                int number = i;
                TaskId first = reactor.Spawn(Begin(reactor, async context =>
                {
                    await context.Woken();
                    woken.Add(number);
                }));

                // Due at once: its expiry may be under way when it is cancelled.
                TimerHandle cancelled = reactor.WakeAt(first, reactor.Now);
                if (number % 2 == 0)
                {
                    reactor.CancelTimer(cancelled);
                    reactor.WakeAt(first, reactor.Now + (5 * Millisecond));
                }
            }
        });
        simulation.Run();
        Assert.That(woken, Is.EquivalentTo(Enumerable.Range(0, 50)));
    }

    [Test]
    public void A_sleep_that_is_past_lets_others_run_once()
    {
        Simulation<RoundRobin> simulation = Simulate();
        bool isDone = false;
        simulation[0].Post(reactor => reactor.Spawn(Begin(reactor, async context =>
        {
            await context.Sleep(0);
            await context.Sleep(-5);
            await context.Until(0);
            isDone = true;
        })));
        simulation.Run();
        Assert.That(isDone);
    }

    [Test]
    public void A_time_and_a_wake_up_that_come_together_both_count([Range(1, 20)] int seed)
    {
        Simulation<RoundRobin> simulation = Simulate(seed);
        bool isDone = false;
        simulation[0].Post(reactor => reactor.Spawn(Begin(reactor, async context =>
        {
            long due = reactor.Now + Millisecond;
            reactor.WakeAt(context.Id, due);
            await context.Until(due);
            await context.Woken();
            isDone = true;
        })));
        simulation.Run();
        Assert.That(isDone);
    }

    [Test]
    public void The_longest_sleep_does_not_end()
    {
        Simulation<RoundRobin> simulation = Simulate();
        bool isOver = false;
        TaskId task = simulation.Ask(0, reactor => reactor.Spawn(Begin(reactor, async context =>
        {
            await context.Sleep(long.MaxValue);
            isOver = true;
        })));
        simulation.Run();
        Assert.That(isOver, Is.False);
        simulation.Ask(0, reactor => reactor.Cancel(task));
        simulation.Run();
        Assert.That(simulation[0].Tasks, Is.Zero);
    }

    [Test]
    public void A_timer_ends_with_its_task([Range(1, 20)] int seed)
    {
        Simulation<RoundRobin> simulation = Simulate(seed);
        simulation[0].Post(reactor => reactor.Spawn(Begin(reactor, async context =>
        {
            reactor.WakeAt(context.Id, reactor.Now + Millisecond, interval: Millisecond);
            await context.Woken();
        })));
        simulation.Run();
        Assert.That(simulation[0].Timers + simulation[1].Timers, Is.Zero);
    }

    [Test]
    public void A_timer_of_a_core_that_has_halted_ends()
    {
        Simulation<RoundRobin> simulation = Simulate();
        simulation[0].Post(reactor => reactor.Spawn(Begin(reactor, async context =>
        {
            reactor.WakeAt(context.Id, reactor.Now + Millisecond, interval: Millisecond);
            await context.Woken();
            reactor.Halt();
        })));
        simulation.Run();
        Assert.That(simulation[0].HasHalted);
        Assert.That(simulation[1].Timers, Is.Zero);
    }

    [Test]
    public void Another_cores_task_is_not_woken_from_here()
    {
        Simulation<RoundRobin> simulation = Simulate();
        Assert.That(
            () => simulation.Ask(0, reactor => reactor.WakeAt(new TaskId(1, 0, 1), reactor.Now)),
            Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains("core 1"));
    }

    [Test]
    public void A_sleep_for_which_there_is_no_timer_fails_and_the_task_can_wait_for_something_else([Range(1, 20)] int seed)
    {
        Simulation<RoundRobin> simulation = Simulate(seed, timers: 1);
        List<string> said = [];
        TaskCompletionSource outside = new();

        // Each of the two queues of timers holds one.
        simulation.Ask(0, reactor => reactor.WakeAt(new TaskId(0, 0, 1), reactor.Now + (1000 * Millisecond)));
        TaskId other = simulation.Ask(0, reactor => reactor.Spawn(Begin(reactor, async context =>
        {
            await context.Woken();
            said.Add("woken");
        })));
        simulation[0].Post(reactor => reactor.Spawn(Begin(reactor, async context =>
        {
            try
            {
                await context.Sleep(Millisecond);
                said.Add("slept");
            }
            catch (InvalidOperationException)
            {
                // Where another core keeps the timers, the task fails instead.
                said.Add("refused");
            }
            finally
            {
                await outside.Task;
                reactor.Wake(other);
            }
        })));
        for (int step = 0; step < 200; step++)
        {
            simulation.Step();
        }

        outside.SetResult();
        simulation.Run();
        Assert.That(said, Is.EqualTo(timerCore is null ? new[] { "refused", "woken" } : ["woken"]));
        Assert.That(_log, Has.Count.EqualTo(timerCore is null ? 0 : 1));
        Assert.That(string.Concat(_log), timerCore is null ? Is.Empty : Does.Contain("All 1 timers"));
    }

    [Test]
    public void Timers_that_are_made_and_cancelled_while_the_ring_is_full_do_not_pile_up([Range(1, 20)] int seed)
    {
        Simulation<RoundRobin> simulation = Simulate(seed);
        long made = 0;
        simulation.Stall(1, 100 * Millisecond);
        simulation[0].Post(reactor => reactor.Spawn(Begin(reactor, async context =>
        {
            for (; made < 20_000; made++)
            {
                TimerHandle timer = reactor.WakeAt(context.Id, reactor.Now + (1000 * Millisecond));
                Assert.That(reactor.CancelTimer(timer));
                await context.Yield();
            }

            reactor.WakeAt(context.Id, reactor.Now + Millisecond);
            Assert.That(reactor.Unsent, Is.LessThan(8));
            await context.Woken();
        })));
        simulation.Run();
        Assert.That(made, Is.EqualTo(20_000));
        Assert.That(simulation[0].Tasks, Is.Zero);
        Assert.That(simulation[0].Unsent, Is.Zero);
        Assert.That(simulation[0].Timers + simulation[1].Timers, Is.Zero);
    }

    [Test]
    public void A_task_is_woken_at_intervals_without_drift()
    {
        Simulation<RoundRobin> simulation = Simulate();
        List<long> times = [];
        simulation[0].Post(reactor =>
        {
            TaskId task = reactor.Spawn(Begin(reactor, async context =>
            {
                while (times.Count < 100)
                {
                    await context.Woken();
                    times.Add(reactor.Now);
                }

                reactor.Halt();
            }));
            reactor.WakeAt(task, Millisecond, interval: Millisecond);
        });
        while (!simulation[0].HasHalted)
        {
            simulation.Step();
        }

        for (int i = 0; i < times.Count; i++)
        {
            Assert.That(times[i] - (i + 1) * Millisecond, Is.InRange(0, Millisecond));
        }
    }
}
