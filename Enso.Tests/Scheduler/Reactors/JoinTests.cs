using System.Runtime.CompilerServices;
using Enso.Scheduler;
using Enso.Simulation;

namespace Enso.Tests.Scheduler.Reactors;

/// <summary>Calls that are awaited, in the same task or as tasks of their own.</summary>
[TestFixture]
public sealed class JoinTests
{
    private readonly List<string> _log = [];

    [SetUp]
    public void Clear() => _log.Clear();

    private Simulation<RoundRobin> Simulate() => new(1, seed: 1, new ReactorOptions { Log = _log.Add });

    private static void Start(Simulation<RoundRobin> simulation, Func<TaskContext, ReactorTask> method) =>
        simulation[0].Post(reactor => reactor.Spawn(Begin(reactor, method)));

    private static async ReactorTask Begin(Reactor reactor, Func<TaskContext, ReactorTask> method) =>
        await method(reactor.Current);

    [Test]
    public void A_call_of_which_the_task_would_wait_for_itself_is_refused()
    {
        Simulation<RoundRobin> simulation = Simulate();
        List<string> said = [];
        Start(simulation, async context =>
        {
            ReactorTask[] forks = new ReactorTask[3];
            forks[0] = context.Fork(Await(context, () => forks[0]));
            forks[1] = context.Fork(Await(context, () => forks[2]));
            forks[2] = context.Fork(Await(context, () => forks[1]));
            for (int i = 0; i < 10; i++)
            {
                await context.Yield();
            }

            Assert.That(context.Children, Is.Zero);
        });
        Start(simulation, async context =>
        {
            // A child of a child.
            ReactorTask[] fork = new ReactorTask[1];
            fork[0] = context.Fork(Parent(context, () => fork[0]));
            await fork[0];
            said.Add("ended");
        });
        simulation.Run();
        Assert.That(said.Count(line => line.Contains("would wait for ever")), Is.EqualTo(3));
        Assert.That(said, Has.Member("ended"));
        Assert.That(simulation[0].Tasks, Is.Zero);
        Assert.That(_log, Is.Empty);

        async ReactorTask Await(TaskContext context, Func<ReactorTask> other)
        {
            await context.Yield();
            try
            {
                await other();
            }
            catch (InvalidOperationException error)
            {
                said.Add(error.Message);
            }
        }

        async ReactorTask Parent(TaskContext context, Func<ReactorTask> self)
        {
            context.Spawn(Await(context, self));
            await context.Yield();
        }
    }

    [Test]
    public void A_call_that_was_forked_is_awaited_by_one_task()
    {
        Simulation<RoundRobin> simulation = Simulate();
        List<string> said = [];
        Start(simulation, async context =>
        {
            TaskId self = context.Id;
            ReactorTask fork = context.Fork(Wait(context));
            context.Spawn(Second(context, fork, self));
            await fork;
            said.Add("awaited");
        });
        simulation.Run();
        Assert.That(said, Has.Count.EqualTo(2));
        Assert.That(said[0], Does.Contain("awaits the call already"));
        Assert.That(said[1], Is.EqualTo("awaited"));

        async ReactorTask Wait(TaskContext context)
        {
            for (int i = 0; i < 5; i++)
            {
                await context.Yield();
            }
        }

        async ReactorTask Second(TaskContext context, ReactorTask fork, TaskId first)
        {
            await context.Yield();
            try
            {
                await fork;
            }
            catch (InvalidOperationException error)
            {
                said.Add(error.Message);
            }
        }
    }

    [Test]
    public void Objects_of_calls_are_not_kept_without_bound()
    {
        const int Kept = 1 << 16;
        WeakReference[] objects = new WeakReference[Kept + 5000];
        Run(objects);
        GC.Collect();
        Assert.That(objects.Count(made => made.IsAlive), Is.InRange(1, Kept));
    }

    // A method of its own, so that nothing is held any more when it has returned.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Run(WeakReference[] objects)
    {
        Simulation<RoundRobin> simulation = Simulate();
        ReactorTask[] calls = new ReactorTask[objects.Length];
        for (int i = 0; i < calls.Length; i++)
        {
            calls[i] = End();
            objects[i] = new WeakReference(calls[i].Step());
        }

        Start(simulation, async context =>
        {
            foreach (ReactorTask call in calls)
            {
                await call;
            }
        });
        simulation.Run();

        async ReactorTask End() => await Task.CompletedTask;
    }
}
