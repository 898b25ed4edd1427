using Enso.Scheduler;
using Enso.Simulation;

namespace Enso.Tests.Scheduler.Reactors;

/// <summary>Tasks that still wait for others when they were asked to end.</summary>
[TestFixture]
public sealed class CleaningUpTests
{
    private readonly List<string> _said = [];

    [SetUp]
    public void Clear() => _said.Clear();

    private Simulation<RoundRobin> Simulate() => new(1, 1, new ReactorOptions { Tasks = 16, Log = _said.Add });

    [Test]
    public void The_end_of_a_fork_that_is_not_waited_for_any_more_lets_nothing_go_on()
    {
        Simulation<RoundRobin> simulation = Simulate();
        RunAndCancel(simulation, async context =>
        {
            ReactorTask<string> shorter = context.Fork(EndSlowly(context, "shorter", 3));
            ReactorTask<string> longer = context.Fork(EndSlowly(context, "longer", 9));
            try
            {
                await shorter;
            }
            catch (OperationCanceledException)
            {
                _said.Add("told");
                _said.Add($"had {await longer}");
            }
        });
        Assert.That(_said, Is.EqualTo(new[] { "told", "shorter ends", "longer ends", "had longer" }));
    }

    [Test]
    public void A_fork_that_has_returned_is_not_over_before_its_children()
    {
        Simulation<RoundRobin> simulation = Simulate();
        RunAndCancel(simulation, async context =>
        {
            ReactorTask<string> fork = context.Fork(Leave(context));
            try
            {
                await fork;
            }
            catch (OperationCanceledException)
            {
                _said.Add("told");
                _said.Add($"had {await fork}");
            }
        });
        Assert.That(_said, Is.EqualTo(new[] { "returns", "told", "child ends", "had its result" }));
    }

    [Test]
    public void A_supervisor_that_gives_up_while_it_waits_outside_is_called_back_first()
    {
        Simulation<RoundRobin> simulation = Simulate();
        TaskCompletionSource outside = new();
        TaskId supervisor = simulation.Ask(0, reactor => reactor.Spawn(
            Supervise(reactor.Current),
            new TaskOptions
            {
                Name = "supervisor",
                Supervision = new Supervision { Strategy = RestartStrategy.OneForOne, Intensity = 1 },
            }));
        simulation.Run();
        Assert.That(_said, Has.Count.EqualTo(2).And.All.Contains("on purpose"), "it and its one more try");
        Assert.That(simulation.Ask(0, reactor => reactor.StateOf(supervisor)), Is.EqualTo(TaskState.Waiting));

        // Its place and its objects are not given to others before.
        outside.SetResult();
        simulation.Run();
        Assert.That(_said[2], Is.EqualTo("cleans up"));
        Assert.That(_said[3], Does.StartWith($"core 0: task {supervisor} 'supervisor' failed: {typeof(RestartLimitException)}"));
        Assert.That(simulation[0].Tasks, Is.Zero);

        async ReactorTask Supervise(TaskContext context)
        {
            context.Supervise(() => new Failing());
            try
            {
                await Inner();
            }
            finally
            {
                _said.Add("cleans up");
            }
        }

        async ReactorTask Inner() => await outside.Task;
    }

    [Test]
    public void A_child_that_fails_while_others_are_about_to_be_started_again_joins_them()
    {
        Simulation<RoundRobin> simulation = Simulate();
        Starting supervisor = new();
        simulation.Ask(0, reactor => reactor.Spawn(supervisor, new TaskOptions
        {
            Supervision = new Supervision { Strategy = RestartStrategy.OneForAll },
        }));
        simulation.Run();
        Assert.That(supervisor.Children.Select(child => child.Name), Is.EqualTo("abcabc"));
        Assert.That(simulation[0].Tasks, Is.EqualTo(4), "they run on");
    }

    [Test]
    public void Work_that_waits_although_it_is_cancelled_is_told_once()
    {
        Simulation<RoundRobin> simulation = Simulate();
        Stubborn work = new();
        TaskId task = simulation.Ask(0, reactor => reactor.Spawn(work));
        simulation.Run();
        simulation.Ask(0, reactor => reactor.Cancel(task));
        simulation.Run();
        Assert.That((work.Polls, work.Told), Is.EqualTo((2, 1)), "the core has slept");
        simulation.Ask(0, reactor => reactor.Wake(task));
        simulation.Run();
        Assert.That((work.Polls, work.Told), Is.EqualTo((3, 2)));
        Assert.That(simulation[0].Tasks, Is.Zero);
    }

    [Test]
    public void A_task_fails_alone_even_when_its_exception_cannot_be_described()
    {
        Simulation<RoundRobin> simulation = Simulate();
        bool hasRun = false;
        simulation[0].Post(_ => throw new Indescribable());
        simulation[0].Post(reactor =>
        {
            reactor.Spawn(new Throwing(() => throw new Indescribable()));
            reactor.Spawn(new Throwing(() => hasRun = true));
        });
        simulation.Run();
        Assert.That(hasRun);
        Assert.That(simulation[0].Tasks, Is.Zero);
        Assert.That(_said, Has.Count.EqualTo(2));
        Assert.That(_said, Is.All.Contains(nameof(Indescribable)));
    }

    [TestCase(RestartStrategy.OneForOne)]
    [TestCase(RestartStrategy.OneForAll)]
    public void A_supervisor_that_fails_when_it_is_told_takes_its_children_with_it(RestartStrategy strategy)
    {
        Simulation<RoundRobin> simulation = Simulate();
        List<Telling> supervisors = [];
        simulation.Ask(0, reactor => reactor.Spawn(Supervise(reactor.Current, Start), new TaskOptions
        {
            Supervision = new Supervision { Strategy = RestartStrategy.OneForOne, Intensity = 1 },
        }));
        simulation.Run();
        Assert.That(supervisors, Has.Count.EqualTo(2), "it was started again once");
        Assert.That(supervisors.Select(supervisor => supervisor.Started), Is.All.EqualTo(1), "each started its child itself");
        Assert.That(supervisors.Select(supervisor => supervisor.Told), Is.All.EqualTo(1));
        Assert.That(simulation[0].Tasks, Is.Zero);

        Work Start()
        {
            Telling supervisor = new();
            supervisors.Add(supervisor);
            return supervisor;
        }

        async ReactorTask Supervise(TaskContext context, Func<Work> factory)
        {
            context.Supervise(factory, new TaskOptions { Supervision = new Supervision { Strategy = strategy } });
            await context.Woken();
        }
    }

    [Test]
    public void A_tree_may_be_as_deep_as_there_are_tasks([Values] bool isCancelled)
    {
        const int Depth = 300_000;
        Cluster cluster = new(1, new ReactorOptions { Tasks = Depth + 2, Log = _said.Add });
        Reactor<ThreadPlatform, RoundRobin> reactor = cluster.Add<ThreadPlatform, RoundRobin>(
            ThreadPlatform.Create(1)[0]);
        TaskId top = reactor.Spawn(new Descending(Depth));
        while (reactor.Tasks < Depth || reactor.Ready != 0)
        {
            reactor.Turn();
        }

        TaskView deepest = reactor.ListTasks().Last();
        Assert.That(deepest.Depth, Is.EqualTo(Depth));
        Assert.That(isCancelled ? reactor.Cancel(top) : reactor.Wake(deepest.Id));
        for (int turn = 0; reactor.Tasks != 0 && turn < Depth; turn++)
        {
            reactor.Turn();
        }

        Assert.That(reactor.Tasks, Is.Zero);
        Assert.That(_said, Is.Empty);
    }

    private static void RunAndCancel(Simulation<RoundRobin> simulation, Func<TaskContext, ReactorTask> method)
    {
        TaskId task = simulation.Ask(0, reactor => reactor.Spawn(Begin(reactor, method)));
        simulation.Run();
        simulation.Ask(0, reactor => reactor.Cancel(task));
        simulation.Run();
        Assert.That(simulation[0].Tasks, Is.Zero);
    }

    private static async ReactorTask Begin(Reactor reactor, Func<TaskContext, ReactorTask> method) =>
        await method(reactor.Current);

    private async ReactorTask<string> EndSlowly(TaskContext context, string name, int turns)
    {
        try
        {
            await context.Woken();
        }
        catch (OperationCanceledException)
        {
            for (int turn = 0; turn < turns; turn++)
            {
                await context.Yield();
            }
        }

        _said.Add($"{name} ends");
        return name;
    }

    private async ReactorTask<string> Leave(TaskContext context)
    {
        context.Spawn(Linger(context));
        await context.Yield();
        _said.Add("returns");
        return "its result";
    }

    private async ReactorTask Linger(TaskContext context) => await EndSlowly(context, "child", 5);

    // Starts the next deeper one, and is done; the deepest waits.
    private sealed class Descending(int depth) : Work
    {
        private bool _hasBegun;

        protected internal override Poll Poll(in TaskContext context)
        {
            if (depth > 1)
            {
                context.Spawn(new Descending(depth - 1));
            }

            bool waits = depth == 1 && !_hasBegun;
            _hasBegun = true;
            return waits ? Enso.Scheduler.Poll.Wait : Enso.Scheduler.Poll.End;
        }
    }

    private sealed class Throwing(Action run) : Work
    {
        protected internal override Poll Poll(in TaskContext context)
        {
            run();
            return Enso.Scheduler.Poll.End;
        }
    }

    // Ends when it is polled a second time after it was cancelled.
    private sealed class Stubborn : Work
    {
        public int Polls { get; private set; }

        public int Told { get; private set; }

        protected internal override Poll Poll(in TaskContext context)
        {
            Polls++;
            Told += context.IsCancelled ? 1 : 0;
            return Told < 2 ? Enso.Scheduler.Poll.Wait : Enso.Scheduler.Poll.End;
        }
    }

    private sealed class Indescribable : Exception
    {
        public override string Message => throw new InvalidOperationException("There are no words for it.");

        public override string ToString() => Message;
    }

    // Starts a child that fails, and fails when it is told.
    private sealed class Telling : Work
    {
        public int Started { get; private set; }

        public int Told { get; private set; }

        protected internal override Poll Poll(in TaskContext context)
        {
            if (Told == 0 && Started == 0)
            {
                context.Supervise(() =>
                {
                    Started++;
                    return new Failing();
                });
            }

            return Enso.Scheduler.Poll.Wait;
        }

        protected internal override void OnChildEnded(
            in TaskContext context, TaskId child, TaskOutcome outcome, Exception? error)
        {
            Told++;
            throw new InvalidOperationException("It was told.");
        }
    }

    // Starts a and b, and c when a has failed.
    private sealed class Starting : Work
    {
        private bool _isToStartLast;

        public List<Child> Children { get; } = [];

        protected internal override Poll Poll(in TaskContext context)
        {
            if (Children.Count == 0)
            {
                Start(in context, 'a');
                Start(in context, 'b');
            }
            else if (_isToStartLast)
            {
                _isToStartLast = false;
                Start(in context, 'c');
            }

            return Enso.Scheduler.Poll.Wait;
        }

        protected internal override void OnChildEnded(
            in TaskContext context, TaskId child, TaskOutcome outcome, Exception? error) =>
            _isToStartLast = Children.Count == 2;

        private void Start(in TaskContext context, char name) => context.Supervise(() =>
        {
            Child child = new(name, Children.TrueForAll(other => other.Name != name));
            Children.Add(child);
            return child;
        });
    }

    // At first a and c fail at once, and b ends slowly when it is asked to.
    private sealed class Child(char name, bool isFirst) : Work
    {
        private const int Turns = 9;

        private int _turns = Turns;

        public char Name => name;

        protected internal override Poll Poll(in TaskContext context)
        {
            if (context.IsCancelled)
            {
                return _turns-- > 0 ? Enso.Scheduler.Poll.Yield : Enso.Scheduler.Poll.End;
            }

            if (isFirst && name == 'a' && _turns-- == Turns)
            {
                // The other one runs first, as a task that has not is over at once when it is cancelled.
                return Enso.Scheduler.Poll.Yield;
            }

            return isFirst && name != 'b'
                ? throw new InvalidOperationException($"{name} fails")
                : Enso.Scheduler.Poll.Wait;
        }
    }

    private sealed class Failing : Work
    {
        protected internal override Poll Poll(in TaskContext context) =>
            throw new InvalidOperationException("on purpose");
    }
}
