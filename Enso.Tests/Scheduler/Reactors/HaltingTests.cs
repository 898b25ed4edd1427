using Enso.Queues;
using Enso.Scheduler;
using Enso.Simulation;

namespace Enso.Tests.Scheduler.Reactors;

/// <summary>Cores that halt while others go on.</summary>
[TestFixture]
public sealed class HaltingTests
{
    private const int Bus = 4;

    private readonly List<string> _log = [];

    [SetUp]
    public void Clear() => _log.Clear();

    private Simulation<RoundRobin> Simulate(int seed = 1, int? timerCore = null) => new(
        3, seed, new ReactorOptions { Tasks = 64, BusCapacity = Bus, TimerCore = timerCore, Log = _log.Add });

    private static void Start(Simulation<RoundRobin> simulation, int core, Func<TaskContext, ReactorTask> method) =>
        simulation[core].Post(reactor => reactor.Spawn(Begin(reactor, method)));

    private static async ReactorTask Begin(Reactor reactor, Func<TaskContext, ReactorTask> method) =>
        await method(reactor.Current);

    private static void Halt(Simulation<RoundRobin> simulation, params int[] cores)
    {
        foreach (int core in cores)
        {
            simulation[core].Post(reactor => reactor.Halt());
        }
    }

    private static async ReactorTask<RemoteException?> Ask(TaskContext context, int core, Action<Reactor> action)
    {
        try
        {
            await context.ExecuteOn(core, action);
            return null;
        }
        catch (RemoteException error)
        {
            return error;
        }
    }

    [Test]
    public void A_core_that_has_halted_holds_nobody_up([Range(1, 20)] int seed)
    {
        Simulation<RoundRobin> simulation = Simulate(seed);
        Halt(simulation, 1);
        simulation.Run();
        Assert.That(simulation[1].HasHalted && simulation.Cluster.HasHalted(1));
        int served = 0;
        Start(simulation, 0, async context =>
        {
            for (int i = 0; i < 10 * Bus; i++)
            {
                await context.ExecuteOn(2, _ => served++);
            }
        });
        simulation.Run();
        Assert.That(served, Is.EqualTo(10 * Bus));
        Assert.That(_log, Is.Empty);
    }

    [Test]
    public void What_a_halted_core_is_asked_for_is_refused_with_the_reason()
    {
        Simulation<RoundRobin> simulation = Simulate();
        Halt(simulation, 1);
        simulation.Run();
        List<string> said = [];
        Start(simulation, 0, async context =>
        {
            said.Add((await Ask(context, 1, _ => said.Add("ran")))!.Message);
            try
            {
                await context.SpawnOn(1, () => new Waiting());
            }
            catch (RemoteException error) when (error.InnerException is CoreHaltedException { Core: 1 })
            {
                said.Add(error.Message);
            }
        });
        simulation.Run();
        Assert.That(said, Is.EqualTo(
            new[] { "Core 1 refused Execute: Core 1 has halted.", "Core 1 refused Spawn: Core 1 has halted." }));
        Assert.That(_log, Is.Empty);
    }

    [Test]
    public void What_nobody_answers_is_forgotten_as_for_tasks_that_are_no_more()
    {
        Simulation<RoundRobin> simulation = Simulate();
        TaskId task = simulation.Ask(1, reactor => reactor.Spawn(new Waiting()));
        Halt(simulation, 1);
        simulation.Run();
        int sent = 0;
        Start(simulation, 0, async context =>
        {
            for (; sent < 3 * Bus; sent++)
            {
                await context.Send(new Message { Kind = MessageKind.User, To = 1, Target = task });
                await context.Send(new Message { Kind = MessageKind.Wake, To = 1, Target = task });
            }
        });
        simulation.Run();
        Assert.That(sent, Is.EqualTo(3 * Bus));
        Assert.That(_log, Is.Empty);
    }

    [Test]
    public void A_request_to_a_core_that_halts_meanwhile_is_run_or_refused([Range(1, 200)] int seed)
    {
        Simulation<RoundRobin> simulation = Simulate(seed);
        int ended = 0;
        int wrong = 0;
        const int Askers = 12;
        for (int asker = 0; asker < Askers; asker++)
        {
            // Some ask the core that halts, and some each other.
            int from = asker % 2 * 2;
            int to = asker % 4 == 3 ? 2 - from : 1;
            Start(simulation, from, async context =>
            {
                for (int i = 0; i < 20; i++)
                {
                    int ran = 0;
                    RemoteException? refusal = await Ask(context, to, _ => ran++);
                    wrong += ran == (refusal is null ? 1 : 0) && (refusal is null || to == 1) ? 0 : 1;
                }

                ended++;
            });
        }

        for (int step = 0; step < seed; step++)
        {
            simulation.Step();
        }

        Halt(simulation, 1);
        simulation.Run();
        Assert.That(simulation[1].HasHalted);
        Assert.That(ended, Is.EqualTo(Askers));
        Assert.That(wrong, Is.Zero);
        Assert.That(_log, Is.Empty);
    }

    [Test]
    public void Cores_halt_at_once_although_their_rings_are_full([Range(1, 60)] int seed)
    {
        Simulation<RoundRobin> simulation = Simulate(seed);
        for (int asker = 0; asker < 12; asker++)
        {
            int from = asker % 3;
            Start(simulation, from, async context =>
            {
                for (int to = 0; ; to++)
                {
                    _ = await Ask(context, to % 3, _ => { });
                }
            });
        }

        for (int step = 0; step < 20 + seed; step++)
        {
            simulation.Step();
        }

        Halt(simulation, 0, 1, 2);
        simulation.Run();
        Assert.That(Enumerable.Range(0, 3).All(core => simulation[core].HasHalted));
        Assert.That(_log, Is.Empty);
    }

    [Test]
    public void A_reader_that_comes_too_late_for_its_core_is_given_back()
    {
        const int Seeds = 200;
        int taken = 0;
        int asked = 0;
        for (int seed = 1; seed <= Seeds; seed++)
        {
            Simulation<RoundRobin> simulation = Simulate(seed);
            Publication<long> publication = new("prices", new QueueOptions { Capacity = 8 });
            Start(simulation, 0, async context => _ = await context.PublishOn(0, publication));
            simulation.Run();
            simulation[1].Post(reactor =>
            {
                reactor.Spawn(Begin(reactor, Subscribe));
                reactor.Spawn(Begin(reactor, context => HaltAfter(context, 50 * seed)));
            });
            simulation.Run();
            Assert.That(simulation[1].HasHalted);
            Assert.That(publication.Properties.Readers, Is.Zero, $"seed {seed}");
        }

        Assert.That(asked, Is.EqualTo(Seeds));
        Assert.That(taken, Is.InRange(Seeds / 10, Seeds * 9 / 10), "some came in time, and some too late");
        Assert.That(_log, Is.Empty);

        async ReactorTask Subscribe(TaskContext context)
        {
            asked++;
            using Reader<long, Vec<long>> reader = await context.SubscribeTo<long>(0, 0);
            taken++;
        }

        static async ReactorTask HaltAfter(TaskContext context, int time)
        {
            await context.Sleep(time);
            await context.Send(new Message { Kind = MessageKind.Halt, To = 1 });
        }
    }

    [Test]
    public void The_core_that_keeps_the_timers_halts_after_all_others()
    {
        Simulation<RoundRobin> simulation = Simulate(timerCore: 1);
        Halt(simulation, 1);
        simulation.Run();
        bool hasSlept = false;
        RemoteException? refusal = null;
        Start(simulation, 0, async context =>
        {
            refusal = await Ask(context, 1, _ => { });
            await context.Sleep(1_000_000);
            hasSlept = true;
        });
        simulation.Run();
        Assert.That(hasSlept);
        Assert.That(refusal?.InnerException, Is.InstanceOf<CoreHaltedException>(), "its tasks have ended");
        Assert.That(simulation[1].HasHalted, Is.False);
        Halt(simulation, 0, 2);
        simulation.Run();
        Assert.That(simulation[1].HasHalted);
    }

    [Test]
    public void Another_thread_is_told_that_the_core_has_halted()
    {
        Simulation<RoundRobin> simulation = Simulate();
        Halt(simulation, 1);
        simulation.Run();
        Assert.That(simulation[1].TryPost(_ => { }), Is.False);
        Assert.That(
            () => simulation[1].Post(_ => { }),
            Throws.InstanceOf<CoreHaltedException>().With.Message.EqualTo("Core 1 has halted."));
    }

    [Test]
    public void A_thread_that_halts_lets_the_others_go_on()
    {
        Cluster cluster = new(3, new ReactorOptions { BusCapacity = Bus, PollBudget = long.MaxValue, Log = _log.Add });
        Reactor<ThreadPlatform, RoundRobin>[] reactors = Array.ConvertAll(
            ThreadPlatform.Create(3), platform => cluster.Add<ThreadPlatform, RoundRobin>(platform));
        Thread[] threads = Array.ConvertAll(reactors, reactor => new Thread(reactor.Run) { IsBackground = true });
        using CountdownEvent done = new(2);
        int ran = 0;
        int answered = 0;
        foreach (int core in (int[])[0, 2])
        {
            reactors[core].Post(reactor => reactor.Spawn(Begin(reactor, async context =>
            {
                // Until it is refused.
                while (await Ask(context, 1, _ => ran++) is null)
                {
                    if (Interlocked.Increment(ref answered) == 200)
                    {
                        await context.Send(new Message { Kind = MessageKind.Halt, To = 1 });
                    }
                }

                for (int i = 0; i < 10 * Bus; i++)
                {
                    await context.ExecuteOn(2 - core, _ => { });
                }

                done.Signal();
            })));
        }

        Array.ForEach(threads, thread => thread.Start());
        done.Wait();
        Assert.That(reactors[1].HasHalted);
        reactors[0].Post(self => self.Halt());
        reactors[2].Post(self => self.Halt());
        Array.ForEach(threads, thread => thread.Join());
        Assert.That(ran, Is.EqualTo(answered));
        Assert.That(_log, Is.Empty);
    }

    private sealed class Waiting : Work
    {
        protected internal override Poll Poll(in TaskContext context) =>
            context.IsCancelled ? Enso.Scheduler.Poll.End : Enso.Scheduler.Poll.Wait;
    }
}
