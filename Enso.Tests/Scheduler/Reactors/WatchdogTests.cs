using Enso.Scheduler;
using Enso.Simulation;

namespace Enso.Tests.Scheduler.Reactors;

/// <summary>Tasks that run too long are named while they do.</summary>
[TestFixture]
public sealed class WatchdogTests
{
    private const long Limit = 1_000_000;

    private readonly List<string> _said = [];

    [SetUp]
    public void Clear() => _said.Clear();

    // What a task does in its only poll, on core 1.
    private void Run(Action<Simulation<RoundRobin>> poll, ReactorOptions? options = null)
    {
        Simulation<RoundRobin> simulation = new(
            2, 1, options ?? new ReactorOptions { PollBudget = 1, WatchInterval = Limit });
        simulation.Ask(1, reactor => reactor.Spawn(
            new Doing(() => poll(simulation)), new TaskOptions { Name = "long" }));
        simulation.Run();
    }

    // Another thread looks, some time later.
    private int LookAfter(Simulation<RoundRobin> simulation, long time)
    {
        simulation.Spend(time);
        return simulation.Cluster.Watchdog.Look(simulation.Now, _said.Add);
    }

    [Test]
    public void A_single_long_poll_is_named_while_it_runs() => Run(simulation =>
    {
        // The cores have looked themselves a moment ago.
        Assert.That(LookAfter(simulation, Limit), Is.Zero);
        Assert.That(LookAfter(simulation, Limit - 1), Is.Zero, "before the limit");
        Assert.That(LookAfter(simulation, 1), Is.EqualTo(1));
        Assert.That(_said.Single(), Does.Match(
            @"^task 1\.\d+\.\d+ 'long' has run for 1 ms in one poll, and still runs$"));
    });

    [Test]
    public void It_is_named_again_when_it_has_run_for_twice_as_long() => Run(simulation =>
    {
        for (int i = 0; i <= 16; i++)
        {
            LookAfter(simulation, Limit);
        }

        Assert.That(_said.Select(line => line.Split(" for ")[1].Split(" in ")[0]), Is.EqualTo(
            new[] { "1 ms", "2 ms", "4 ms", "8 ms", "16 ms" }));
    });

    [Test]
    public void A_task_that_is_polled_often_is_not_named()
    {
        Simulation<RoundRobin> simulation = new(2, 1, new ReactorOptions { PollBudget = 1, WatchInterval = Limit });
        int left = 20;
        simulation.Ask(1, reactor => reactor.Spawn(new Doing(() => LookAfter(simulation, Limit), () => left-- > 0)));
        simulation.Run();
        Assert.That(left, Is.EqualTo(-1));
        Assert.That(_said, Is.Empty);
    }

    [Test]
    public void A_budget_that_never_ends_is_never_used_up() => Run(
        simulation =>
        {
            LookAfter(simulation, 1L << 60);
            LookAfter(simulation, 1L << 60);
            Assert.That(_said, Is.Empty);
        },
        new ReactorOptions { PollBudget = long.MaxValue });

    [Test]
    public void A_core_that_is_silent_without_a_task_is_named_later()
    {
        Simulation<RoundRobin> simulation = new(2, 1, new ReactorOptions { PollBudget = 1, WatchInterval = Limit });
        simulation[1].Post(_ =>
        {
            for (int i = 0; i <= 10; i++)
            {
                Assert.That(_said, Is.Empty);
                LookAfter(simulation, Limit);
            }
        });
        simulation.Run();
        Assert.That(_said.Single(), Does.StartWith("core 1 has been in one turn for 10 ms, and runs no task"));
    }

    [Test]
    public void Cores_that_sleep_or_have_halted_are_not_named()
    {
        Simulation<RoundRobin> simulation = new(2, 1, new ReactorOptions { PollBudget = 1, WatchInterval = Limit });
        simulation[0].Post(reactor => reactor.Halt());
        simulation.Run();
        for (int i = 0; i < 50; i++)
        {
            LookAfter(simulation, Limit);
        }

        Assert.That(_said, Is.Empty);
    }

    [Test]
    public void Another_core_names_what_a_core_runs_until_it_ends()
    {
        using ManualResetEventSlim named = new();
        void Log(string line)
        {
            if (line.Contains("'long' has run for", StringComparison.Ordinal))
            {
                named.Set();
            }
        }

        Cluster cluster = new(2, new ReactorOptions { PollBudget = 1, WatchInterval = Limit, Log = Log });
        Reactor<ThreadPlatform, RoundRobin>[] reactors = Array.ConvertAll(
            ThreadPlatform.Create(2), platform => cluster.Add<ThreadPlatform, RoundRobin>(platform));
        Thread[] threads = Array.ConvertAll(reactors, reactor => new Thread(reactor.Run) { IsBackground = true });

        // It does not end before it is named, and the other core has something to do until then.
        reactors[0].Post(reactor => reactor.Spawn(new Doing(named.Wait), new TaskOptions { Name = "long" }));
        reactors[1].Post(reactor => reactor.Spawn(new Doing(() => { }, () => !named.IsSet)));
        Array.ForEach(threads, thread => thread.Start());
        named.Wait();
        Array.ForEach(reactors, reactor => reactor.Post(self => self.Halt()));
        Array.ForEach(threads, thread => thread.Join());
    }

    private sealed class Doing(Action action, Func<bool>? goesOn = null) : Work
    {
        protected internal override Poll Poll(in TaskContext context)
        {
            action();
            return goesOn?.Invoke() == true ? Enso.Scheduler.Poll.Yield : Enso.Scheduler.Poll.End;
        }
    }
}
