using Enso.Scheduler;
using Enso.Simulation;

namespace Enso.Tests.Scheduler.Reactors;

/// <summary>Tasks of a core: they take turns, end, fail, are cancelled and started again.</summary>
[TestFixture]
public sealed class ReactorTests
{
    private readonly List<string> _log = [];

    [SetUp]
    public void Clear() => _log.Clear();

    private Simulation<RoundRobin> Simulate(int cores = 1, int tasks = 64) =>
        new(cores, seed: 1, new ReactorOptions { Tasks = tasks, Log = _log.Add });

    [Test]
    public void Tasks_take_turns()
    {
        Simulation<RoundRobin> simulation = Simulate();
        List<string> said = [];
        simulation[0].Post(reactor =>
        {
            reactor.Spawn(new Counting("a", 3, said));
            reactor.Spawn(new Counting("b", 3, said));
        });
        simulation.Run();
        Assert.That(string.Join(' ', said), Is.EqualTo("a1 b1 a2 b2 a3 b3"));
        Assert.That(simulation[0].Tasks, Is.Zero);
    }

    [Test]
    public void Asynchronous_methods_take_turns_too()
    {
        Simulation<RoundRobin> simulation = Simulate();
        List<string> said = [];
        simulation[0].Post(reactor =>
        {
            reactor.Spawn(Begin(reactor, context => Say(context, "a", said)));
            reactor.Spawn(Begin(reactor, context => Say(context, "b", said)));
        });
        simulation.Run();
        Assert.That(string.Join(' ', said), Is.EqualTo("a1 b1 a2 b2 a3 b3"));

        static async ReactorTask Say(TaskContext context, string name, List<string> said)
        {
            for (int i = 1; i <= 3; i++)
            {
                said.Add($"{name}{i}");
                await context.Yield();
            }
        }
    }

    [Test]
    public void A_call_is_awaited_in_the_same_task_and_a_fork_in_one_of_its_own()
    {
        Simulation<RoundRobin> simulation = Simulate();
        int sum = 0;
        Start(simulation, async context =>
        {
            int inline = await Add(context, 1, 2);
            ReactorTask<int> forked = context.Fork(Add(context, 10, 20));
            Assert.That(context.Children, Is.EqualTo(1));
            sum = inline + await forked;
            Assert.That(context.Children, Is.Zero);
        });
        simulation.Run();
        Assert.That(sum, Is.EqualTo(33));
        Assert.That(_log, Is.Empty);

        static async ReactorTask<int> Add(TaskContext context, int a, int b)
        {
            await context.Yield();
            return await Twice(context, a) / 2 + b;
        }

        static async ReactorTask<int> Twice(TaskContext context, int a)
        {
            await context.Yield();
            return 2 * a;
        }
    }

    [Test]
    public void An_exception_is_thrown_where_the_call_is_awaited()
    {
        Simulation<RoundRobin> simulation = Simulate();
        List<string> said = [];
        Start(simulation, async context =>
        {
            try
            {
                await Fail(context);
            }
            catch (InvalidDataException error)
            {
                said.Add(error.Message);
            }

            ReactorTask forked = context.Fork(Fail(context));
            try
            {
                await forked;
            }
            catch (InvalidDataException error)
            {
                said.Add(error.Message);
            }
        });
        simulation.Run();
        Assert.That(said, Is.EqualTo(new[] { "broken", "broken" }));
        Assert.That(_log.Single(), Does.Contain("failed").And.Contain("InvalidDataException: broken").And.Contain("Fail"));

        static async ReactorTask Fail(TaskContext context)
        {
            await context.Yield();
            throw new InvalidDataException("broken");
        }
    }

    [Test]
    public void A_task_that_throws_fails_alone_and_its_parent_is_told()
    {
        Simulation<RoundRobin> simulation = Simulate();
        Parent parent = new(context => context.Spawn(new Failing("oops"), new TaskOptions { Name = "clumsy" }));
        simulation.Ask(0, reactor => reactor.Spawn(parent));
        List<string> said = [];
        simulation.Ask(0, reactor => reactor.Spawn(new Counting("other", 5, said)));
        simulation.Run();
        Assert.That(parent.Told, Is.EqualTo(new[] { "Failed oops" }));
        Assert.That(said, Has.Count.EqualTo(5));
        Assert.That(_log.Single(), Does.Contain("'clumsy' failed").And.Contain("oops").And.Contain("at Enso.Tests"));
    }

    [Test]
    public void A_parent_ends_after_its_children()
    {
        Simulation<RoundRobin> simulation = Simulate();
        List<string> said = [];
        simulation[0].SetQuanta(new Quanta { Tasks = 1 });
        TaskId parent = Start(simulation, context =>
        {
            context.Spawn(new Counting("child", 9, said));
            return Done();
        });
        while (said.Count < 2)
        {
            simulation.Step();
        }

        Assert.That(simulation.Ask(0, reactor => reactor.StateOf(parent)), Is.EqualTo(TaskState.Ending));
        simulation.Run();
        Assert.That(simulation.Ask(0, reactor => reactor.StateOf(parent)), Is.EqualTo(TaskState.Gone));
        Assert.That(said, Has.Count.EqualTo(9));

        static async ReactorTask Done() => await default(ValueTask);
    }

    [Test]
    public void Cancelling_reaches_the_whole_subtree_and_lets_it_clean_up()
    {
        Simulation<RoundRobin> simulation = Simulate();
        List<string> said = [];
        TaskId parent = Start(simulation, async context =>
        {
            context.Spawn(Wait(context.Reactor, "child"));
            await context.Woken();
            said.Add("never");
        });
        simulation.Run();
        Assert.That(simulation[0].Tasks, Is.EqualTo(2));
        Assert.That(simulation.Ask(0, reactor => reactor.Cancel(parent)));
        Assert.That(simulation.Ask(0, reactor => reactor.Cancel(parent)), Is.False, "a second time");
        simulation.Run();
        Assert.That(said, Is.EqualTo(new[] { "child cleans", "child cleaned" }));
        Assert.That(simulation[0].Tasks, Is.Zero);
        Assert.That(_log, Is.Empty);

        async ReactorTask Wait(Reactor reactor, string name)
        {
            TaskContext context = reactor.Current;
            try
            {
                await context.Woken();
            }
            finally
            {
                said.Add($"{name} cleans");
                await context.Yield();
                said.Add($"{name} cleaned");
            }
        }
    }

    [Test]
    public void A_wake_up_that_comes_before_the_wait_is_kept()
    {
        Simulation<RoundRobin> simulation = Simulate();
        int woken = 0;
        TaskId task = Start(simulation, async context =>
        {
            while (woken < 3)
            {
                await context.Woken();
                woken++;
            }
        });
        Assert.That(simulation.Ask(0, reactor => reactor.Wake(task)));
        simulation.Run();
        Assert.That(woken, Is.EqualTo(1));
        simulation.Ask(0, reactor => reactor.Wake(task));
        simulation.Run();
        simulation.Ask(0, reactor => reactor.Wake(task));
        simulation.Run();
        Assert.That(woken, Is.EqualTo(3));
        Assert.That(simulation.Ask(0, reactor => reactor.Wake(task)), Is.False);
    }

    [Test]
    public void A_corecursive_task_stays_until_it_is_cancelled()
    {
        Simulation<RoundRobin> simulation = Simulate();
        List<string> said = [];
        TaskId server = simulation.Ask(0, reactor => reactor.Spawn(
            new Counting("s", 1, said), new TaskOptions { Termination = Termination.Corecursive }));
        simulation.Run();
        Assert.That(simulation.Ask(0, reactor => reactor.StateOf(server)), Is.EqualTo(TaskState.Waiting));
        simulation.Ask(0, reactor => reactor.Wake(server));
        simulation.Run();
        Assert.That(said, Has.Count.EqualTo(2));
        simulation.Ask(0, reactor => reactor.Cancel(server));
        simulation.Run();
        Assert.That(simulation.Ask(0, reactor => reactor.StateOf(server)), Is.EqualTo(TaskState.Gone));
    }

    [Test]
    public void One_for_one_starts_the_failed_child_again_until_the_limit()
    {
        Simulation<RoundRobin> simulation = Simulate();
        int starts = 0;
        Parent parent = new(context => context.Supervise(() =>
        {
            starts++;
            return new Failing($"start {starts}");
        }));
        TaskId id = simulation.Ask(0, reactor => reactor.Spawn(parent, new TaskOptions
        {
            Name = "supervisor",
            Supervision = new Supervision { Strategy = RestartStrategy.OneForOne, Intensity = 2 },
        }));
        simulation.Run();
        Assert.That(starts, Is.EqualTo(3));
        Assert.That(simulation.Ask(0, reactor => reactor.StateOf(id)), Is.EqualTo(TaskState.Gone));
        Assert.That(_log[^1], Does.Contain("'supervisor' failed").And.Contain("started children again 2 times within"));
    }

    [Test]
    public void One_for_all_starts_all_children_again_in_order()
    {
        Simulation<RoundRobin> simulation = Simulate();
        List<string> starts = [];
        bool hasFailed = false;
        simulation[0].Spawn(
            new Parent(context =>
            {
                context.Supervise(() => Started("a", new Waiting()));
                context.Supervise(() => Started("b", hasFailed ? new Waiting() : new Failing("b", () => hasFailed = true)));
                context.Supervise(() => Started("c", new Waiting()));
            }),
            new TaskOptions { Supervision = new Supervision { Strategy = RestartStrategy.OneForAll } });
        simulation.Run();
        Assert.That(string.Concat(starts), Is.EqualTo("abcabc"));
        Assert.That(simulation[0].Tasks, Is.EqualTo(4));

        Work Started(string name, Work work)
        {
            starts.Add(name);
            return work;
        }
    }

    [Test]
    public void Something_of_dotnets_can_be_awaited()
    {
        Simulation<RoundRobin> simulation = Simulate();
        TaskCompletionSource<int> source = new();
        int got = 0;
        TaskId task = Start(simulation, async context => got = await source.Task);
        simulation.Run();
        simulation.Ask(0, reactor => reactor.Wake(task));
        simulation.Ask(0, reactor => reactor.Cancel(task));
        simulation.Run();
        Assert.That(got, Is.Zero, "only what it waits for lets it go on");
        source.SetResult(7);
        simulation.Run();
        Assert.That(got, Is.EqualTo(7));
        Assert.That(simulation[0].Tasks, Is.Zero);
    }

    [Test]
    public void A_core_has_as_many_tasks_as_it_was_made_for()
    {
        Simulation<RoundRobin> simulation = Simulate(tasks: 3);
        simulation.Ask(0, reactor => reactor.Spawn(new Waiting()));
        simulation.Ask(0, reactor => reactor.Spawn(new Waiting()));
        Assert.That(() => simulation.Ask(0, reactor => reactor.Spawn(new Waiting())), Throws.InstanceOf<TaskLimitException>()
            .With.Message.Contain("3 tasks"));
    }

    [Test]
    public void A_turn_takes_no_more_of_what_is_posted_than_its_quantum_and_keeps_the_order()
    {
        Simulation<RoundRobin> simulation = Simulate();
        List<int> taken = [];
        simulation[0].SetQuanta(new Quanta { Io = 2 });
        for (int i = 0; i < 5; i++)
        {
            int number = i;
            simulation[0].Post(_ => taken.Add(number));
        }

        Assert.That(simulation[0].Turn());
        Assert.That(taken, Is.EqualTo(new[] { 0, 1 }));
        simulation[0].Post(_ => taken.Add(5));
        Assert.That(simulation[0].BeginSleep(), Is.False, "while some are left");
        simulation[0].Turn();
        simulation[0].Turn();
        Assert.That(taken, Is.EqualTo(new[] { 0, 1, 2, 3, 4, 5 }));
        Assert.That(simulation[0].Turn(), Is.False);
        Assert.That(simulation[0].BeginSleep());
    }

    [Test]
    public void Halting_ends_all_tasks_and_then_the_reactor()
    {
        Simulation<RoundRobin> simulation = Simulate();
        simulation.Ask(0, reactor => reactor.Spawn(new Waiting()));
        Start(simulation, async context => await context.Woken());
        simulation.Run();
        simulation[0].Post(reactor => reactor.Halt());
        simulation.Run();
        Assert.That(simulation[0].HasHalted);
        Assert.That(simulation[0].Tasks, Is.Zero);
    }

    [Test]
    public void Nothing_is_allocated_in_steady_state()
    {
        Simulation<RoundRobin> simulation = Simulate();
        long allocated = -1;
        Start(simulation, async context =>
        {
            for (int round = 0; round < 3; round++)
            {
                long before = GC.GetAllocatedBytesForCurrentThread();
                for (int i = 0; i < 100; i++)
                {
                    await context.Yield();
                    await Inner(context);
                    ReactorTask<int> forked = context.Fork(Compute(context, i));
                    await forked;
                }

                allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            }
        });
        Reactor<SimulatedPlatform, RoundRobin> reactor = simulation[0];
        while (reactor.Turn())
        {
        }

        Assert.That(_log, Is.Empty);
#if !DEBUG
        Assert.That(allocated, Is.Zero);
#endif

        static async ReactorTask Inner(TaskContext context) => await context.Yield();

        static async ReactorTask<int> Compute(TaskContext context, int i)
        {
            await context.Yield();
            return i;
        }
    }

    private static TaskId Start(Simulation<RoundRobin> simulation, Func<TaskContext, ReactorTask> method) =>
        simulation.Ask(0, reactor => reactor.Spawn(Begin(reactor, method)));

    private static async ReactorTask Begin(Reactor reactor, Func<TaskContext, ReactorTask> method) =>
        await method(reactor.Current);

    private sealed class Counting(string name, int count, List<string> said) : Work
    {
        private int _done;

        protected internal override Poll Poll(in TaskContext context)
        {
            if (context.IsCancelled)
            {
                return Enso.Scheduler.Poll.End;
            }

            said.Add($"{name}{++_done}");
            return _done >= count ? Enso.Scheduler.Poll.End : Enso.Scheduler.Poll.Yield;
        }
    }

    private sealed class Failing(string message, Action? before = null) : Work
    {
        protected internal override Poll Poll(in TaskContext context)
        {
            before?.Invoke();
            throw new InvalidOperationException(message);
        }
    }

    private sealed class Waiting : Work
    {
        protected internal override Poll Poll(in TaskContext context) =>
            context.IsCancelled ? Enso.Scheduler.Poll.End : Enso.Scheduler.Poll.Wait;
    }

    private sealed class Parent(Action<TaskContext> begin) : Work
    {
        private bool _hasBegun;

        public List<string> Told { get; } = [];

        protected internal override Poll Poll(in TaskContext context)
        {
            if (!_hasBegun)
            {
                _hasBegun = true;
                begin(context);
            }

            return context.IsCancelled || Told.Count != 0 && context.Children == 0
                ? Enso.Scheduler.Poll.End : Enso.Scheduler.Poll.Wait;
        }

        protected internal override void OnChildEnded(
            in TaskContext context, TaskId child, TaskOutcome outcome, Exception? error) =>
            Told.Add($"{outcome} {error?.Message}".Trim());
    }
}
