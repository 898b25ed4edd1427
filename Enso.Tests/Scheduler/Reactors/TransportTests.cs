using Enso.Queues;
using Enso.Scheduler;
using Enso.Simulation;

namespace Enso.Tests.Scheduler.Reactors;

/// <summary>Cores that ask one another.</summary>
[TestFixture]
public sealed class TransportTests
{
    private readonly List<string> _log = [];

    [SetUp]
    public void Clear() => _log.Clear();

    private Simulation<RoundRobin> Simulate(int cores, int seed = 1, int bus = 16, int tasks = 64) =>
        new(cores, seed, new ReactorOptions { Tasks = tasks, BusCapacity = bus, Log = _log.Add });

    private static void Run(Simulation<RoundRobin> simulation, int core, Func<TaskContext, ReactorTask> method)
    {
        simulation[core].Post(reactor => reactor.Spawn(Begin(reactor, method)));
        simulation.Run();
    }

    private static async ReactorTask Begin(Reactor reactor, Func<TaskContext, ReactorTask> method) =>
        await method(reactor.Current);

    [Test]
    public void A_task_is_started_on_another_core_woken_and_cancelled()
    {
        Simulation<RoundRobin> simulation = Simulate(3);
        TaskId started = default;
        Listening work = new();
        Run(simulation, 0, async context => started = await context.SpawnOn(2, () => work));
        Assert.That(started.Core, Is.EqualTo(2));
        Assert.That(simulation[2].Tasks, Is.EqualTo(1));
        Run(simulation, 1, context => context.Send(
            new Message { Kind = MessageKind.User, To = 2, Target = started, Value = 42 }));
        Assert.That(work.Heard, Is.EqualTo(new long[] { 42 }));
        Run(simulation, 1, context => context.Send(new Message { Kind = MessageKind.Cancel, To = 2, Target = started }));
        Assert.That(simulation[2].Tasks, Is.Zero);
        Assert.That(_log, Is.Empty);
    }

    [Test]
    public void A_core_that_refuses_says_why()
    {
        Simulation<RoundRobin> simulation = Simulate(2, tasks: 2);
        List<string> said = [];
        simulation.Ask(1, reactor => reactor.Spawn(new Listening()));
        Run(simulation, 0, async context =>
        {
            try
            {
                await context.SpawnOn(1, () => new Listening());
            }
            catch (RemoteException error)
            {
                said.Add(error.Message);
            }

            try
            {
                await context.SubscribeTo<long>(1, 5);
            }
            catch (RemoteException error)
            {
                said.Add(error.Message);
            }

            try
            {
                await context.ExecuteOn(7, _ => { });
            }
            catch (ArgumentOutOfRangeException error)
            {
                said.Add(error.Message);
            }
        });
        Assert.That(said[0], Does.Contain("Core 1 refused Spawn").And.Contain("2 tasks"));
        Assert.That(said[1], Does.Contain("Core 1 refused Subscribe").And.Contain("no queue of this number"));
        Assert.That(said[2], Does.Contain("cores 0 to 1"));
    }

    [Test]
    public void A_subscription_is_a_cursor_on_the_owners_ring()
    {
        Simulation<RoundRobin> simulation = Simulate(2);
        Publication<long> publication = new("prices", new QueueOptions { Capacity = 8 });
        Reader<long, Vec<long>>? reader = null;
        Run(simulation, 0, async context =>
        {
            int number = await context.PublishOn(1, publication);
            reader = await context.SubscribeTo<long>(1, number);
        });
        publication.Writer.Publish(11);
        publication.Writer.Publish(12);
        Assert.That(reader!.Next(), Is.EqualTo(11));
        Assert.That(reader.Next(), Is.EqualTo(12));
        Assert.That(simulation[1].Publications.Single().Name, Is.EqualTo("prices"));
    }

    [Test]
    public void A_queue_that_was_withdrawn_is_read_on_and_not_subscribed_to_any_more()
    {
        Simulation<RoundRobin> simulation = Simulate(2);
        QueueOptions options = new() { Capacity = 8 };
        Publication<long>[] queues = [new("a", options), new("b", options), new("c", options)];
        int[] numbers = new int[queues.Length];
        Reader<long, Vec<long>>? reader = null;
        RemoteException? refusal = null;
        Run(simulation, 0, async context =>
        {
            for (int i = 0; i < 2; i++)
            {
                numbers[i] = await context.PublishOn(1, queues[i]);
            }

            reader = await context.SubscribeTo<long>(1, numbers[0]);
            bool[] were = new bool[2];
            await context.ExecuteOn(1, owner => were = [owner.Withdraw(queues[0]), owner.Withdraw(queues[0])]);
            Assert.That(were, Is.EqualTo([true, false]));
            numbers[2] = await context.PublishOn(1, queues[2]);
            try
            {
                await context.SubscribeTo<long>(1, numbers[0]);
            }
            catch (RemoteException error)
            {
                refusal = error;
            }
        });
        queues[0].Writer.Publish(11);
        Assert.That(reader!.Next(), Is.EqualTo(11));
        Assert.That(refusal?.Message, Does.Contain("no queue of this number"));
        Assert.That(numbers, Is.Unique);
        Assert.That(simulation[1].Publications, Is.EqualTo([queues[1], queues[2]]));
        Assert.That(simulation[1].PublicationAt(numbers[0]), Is.Null);
        Assert.That(simulation[1].PublicationAt(numbers[2]), Is.SameAs(queues[2]));
        Assert.That(simulation[1].PublicationAt(-1), Is.Null);
    }

    [Test]
    public void A_full_ring_holds_the_sender_up_and_loses_nothing([Range(1, 40)] int seed)
    {
        Simulation<RoundRobin> simulation = Simulate(3, seed, bus: 4);
        Listening[] receivers = [new(), new(), new()];
        TaskId[] ids = new TaskId[3];
        for (int core = 0; core < 3; core++)
        {
            Listening receiver = receivers[core];
            ids[core] = simulation.Ask(core, reactor => reactor.Spawn(receiver));
        }

        for (int core = 0; core < 3; core++)
        {
            int from = core;
            simulation[core].Post(reactor => reactor.Spawn(Begin(reactor, async context =>
            {
                for (long i = 0; i < 50; i++)
                {
                    int to = (int)((from + i) % 3);
                    await context.Send(new Message { Kind = MessageKind.User, To = to, Target = ids[to], Value = i * 10 + from });
                }
            })));
        }

        simulation.Run();
        Assert.That(receivers.Sum(receiver => receiver.Heard.Count), Is.EqualTo(150));
        foreach (Listening receiver in receivers)
        {
            foreach (IGrouping<long, long> sent in receiver.Heard.GroupBy(value => value % 10))
            {
                Assert.That(sent, Is.Ordered);
            }
        }

        Assert.That(_log, Is.Empty);
    }

    [Test]
    public void A_request_is_answered_however_cores_stall([Range(1, 40)] int seed)
    {
        Simulation<RoundRobin> simulation = Simulate(4, seed, bus: 2);
        int sum = 0;
        for (int core = 0; core < 4; core++)
        {
            int from = core;
            simulation[core].Post(reactor => reactor.Spawn(Begin(reactor, async context =>
            {
                for (int i = 0; i < 20; i++)
                {
                    int add = i;
                    await context.ExecuteOn((from + i) % 4, _ => sum += add);
                }
            })));
        }

        simulation.Run();
        Assert.That(sum, Is.EqualTo(4 * 190));
    }

    [Test]
    public void An_answer_that_comes_after_its_task_is_given_back()
    {
        Simulation<RoundRobin> simulation = Simulate(2);
        Publication<long> publication = new("prices", new QueueOptions { Capacity = 8 });
        Run(simulation, 0, async context => _ = await context.PublishOn(1, publication));
        simulation[0].Post(reactor =>
        {
            // The tasks ask in this turn and are cancelled in it, before any other core can have answered.
            TaskId[] tasks =
            [
                reactor.Spawn(Begin(reactor, async context => _ = await context.SubscribeTo<long>(1, 0))),
                reactor.Spawn(Begin(reactor, async context => _ = await context.SpawnOn(1, () => new Listening()))),
            ];
            reactor.Spawn(Begin(reactor, context =>
            {
                Assert.That(Array.TrueForAll(tasks, reactor.Cancel));
                return context.Send(new Message { Kind = MessageKind.Print, To = 0, Payload = "cancelled" });
            }));
        });
        simulation.Run();
        Assert.That(_log, Is.EqualTo(new[] { "core 0: cancelled" }));
        Assert.That(publication.Properties.Readers, Is.Zero);
        Assert.That(simulation[1].Tasks, Is.Zero);
    }

    [Test]
    public void An_answer_is_given_back_whenever_its_task_is_cancelled()
    {
        int taken = 0;
        TaskId[] asking = [];
        for (int seed = 1; seed <= 25; seed++)
        {
            for (int time = 0; time < 10_000; time += 400)
            {
                Simulation<RoundRobin> simulation = Simulate(2, seed);
                Publication<long> publication = new("prices", new QueueOptions { Capacity = 8 });
                Run(simulation, 0, async context => _ = await context.PublishOn(1, publication));
                asking = [];
                simulation[0].Post(reactor =>
                {
                    asking =
                    [
                        reactor.Spawn(Begin(reactor, context => Subscribe(context, cleansUp: false))),
                        reactor.Spawn(Begin(reactor, context => Subscribe(context, cleansUp: true))),
                        reactor.Spawn(Begin(reactor, Spawn)),
                    ];
                });
                simulation[1].Post(reactor => reactor.Spawn(Begin(reactor, context => CancelAfter(context, time))));
                simulation.Run();
                string what = $"seed {seed}, cancelled after {time} ns";
                Assert.That(publication.Properties.Readers, Is.Zero, what);
                Assert.That(simulation[0].Tasks, Is.Zero, what);
                Assert.That(simulation[1].Tasks, Is.Zero, what);
            }
        }

        Assert.That(taken, Is.GreaterThan(0), "some were cancelled after they had their answers");

        async ReactorTask Subscribe(TaskContext context, bool cleansUp)
        {
            try
            {
                using Reader<long, Vec<long>> reader = await context.SubscribeTo<long>(1, 0);
                taken++;
            }
            finally
            {
                if (cleansUp)
                {
                    await context.Sleep(20_000);
                }
            }
        }

        async ReactorTask Spawn(TaskContext context)
        {
            TaskId started = await context.SpawnOn(1, () => new Listening());
            await context.Send(new Message { Kind = MessageKind.Cancel, To = 1, Target = started });
        }

        // From the core that answers, so that a cancelling comes right behind an answer too.
        async ReactorTask CancelAfter(TaskContext context, int time)
        {
            await context.Sleep(time);
            foreach (TaskId task in asking)
            {
                await context.Send(new Message { Kind = MessageKind.Cancel, To = 0, Target = task });
            }
        }
    }

    [Test]
    public void What_nobody_answers_is_not_asked_for()
    {
        Simulation<RoundRobin> simulation = Simulate(2);
        List<string> said = [];
        Run(simulation, 0, async context =>
        {
            foreach (MessageKind kind in new[] { MessageKind.Wake, MessageKind.Print, MessageKind.User, MessageKind.AckSpawn })
            {
                try
                {
                    await context.Request(new Message { Kind = kind, To = 1 });
                }
                catch (ArgumentException error)
                {
                    said.Add(error.Message);
                }
            }
        });
        Assert.That(said, Has.Count.EqualTo(4).And.All.Contains("Nobody answers"));
    }

    [Test]
    public void Quanta_and_halting_go_over_the_bus()
    {
        Simulation<RoundRobin> simulation = Simulate(2);
        Run(simulation, 0, async context =>
        {
            await context.Send(new Message { Kind = MessageKind.SetQuanta, To = 1, Payload = new Quanta { Tasks = 3 } });
            await context.Send(new Message { Kind = MessageKind.Print, To = 1, Payload = "hello" });
            await context.Send(new Message { Kind = MessageKind.Halt, To = 1 });
        });
        Assert.That(simulation[1].Quanta.Tasks, Is.EqualTo(3));
        Assert.That(_log, Is.EqualTo(new[] { "core 1: hello" }));
        Assert.That(simulation[1].HasHalted);
    }

    [Test]
    public void Reactors_on_threads_talk_to_one_another()
    {
        const int Rounds = 2000;
        Cluster cluster = new(2, new ReactorOptions { PollBudget = long.MaxValue, Log = _log.Add });
        Reactor<ThreadPlatform, RoundRobin>[] reactors = Array.ConvertAll(
            ThreadPlatform.Create(2), platform => cluster.Add<ThreadPlatform, RoundRobin>(platform));
        Thread[] threads = Array.ConvertAll(reactors, reactor => new Thread(reactor.Run) { IsBackground = true });
        int sum = 0;
        using ManualResetEventSlim done = new();
        reactors[0].Post(reactor => reactor.Spawn(Begin(reactor, async context =>
        {
            for (int i = 0; i < Rounds; i++)
            {
                await context.ExecuteOn(1, _ => sum++);
            }

            done.Set();
        })));
        Array.ForEach(threads, thread => thread.Start());
        done.Wait();
        Array.ForEach(reactors, reactor => reactor.Post(self => self.Halt()));
        Array.ForEach(threads, thread => thread.Join());
        Assert.That(sum, Is.EqualTo(Rounds));
        Assert.That(_log, Is.Empty);
    }

    private sealed class Listening : Work
    {
        public List<long> Heard { get; } = [];

        protected internal override void OnMessage(in TaskContext context, in Message message) => Heard.Add(message.Value);

        protected internal override Poll Poll(in TaskContext context) =>
            context.IsCancelled ? Enso.Scheduler.Poll.End : Enso.Scheduler.Poll.Wait;
    }
}
