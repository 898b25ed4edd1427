using Enso.Scheduler;
using Enso.Simulation;

namespace Enso.Tests.Scheduler.Actors;

/// <summary>Processes: mailboxes, requests, failures and new starts.</summary>
[TestFixture]
public sealed partial class ProcessTests
{
    // On a busy machine a thread may stand still in a poll: that is no finding here.
    private static readonly ReactorOptions s_threaded = new() { PollBudget = long.MaxValue };

    private readonly List<string> _log = [];

    [SetUp]
    public void Clear() => _log.Clear();

    private Simulation<RoundRobin> Simulate(int cores, int seed = 1) =>
        new(cores, seed, new ReactorOptions { Tasks = 64, Log = _log.Add });

    private static Process<Order, long> MakeCounter(Cluster cluster, ProcessOptions? options = null) => new(
        cluster,
        () => 100,
        (in TaskContext _, ref long state, in Order order) =>
        {
            if (order.Add == 0)
            {
                throw new InvalidOperationException("nothing to add");
            }

            state += order.Add;
            order.Reply.TrySet(state);
        },
        options);

    private static void Run(Simulation<RoundRobin> simulation, int core, Func<TaskContext, ReactorTask> method)
    {
        simulation[core].Post(reactor => reactor.Spawn(Begin(reactor, method)));
        simulation.Run();
    }

    private static async ReactorTask Begin(Reactor reactor, Func<TaskContext, ReactorTask> method) =>
        await method(reactor.Current);

    [Test]
    public void Messages_of_each_sender_come_in_order_and_none_is_lost([Range(1, 60)] int seed)
    {
        Simulation<RoundRobin> simulation = Simulate(3, seed);
        List<int> taken = [];
        Process<int, int> process = new(
            simulation.Cluster,
            () => 0,
            (in TaskContext context, ref int state, in int message) =>
            {
                Assert.That(context.Reactor.Core, Is.EqualTo(1));
                taken.Add(message);
                state++;
            },
            new ProcessOptions { Capacity = 4, Batch = 3 });
        for (int core = 0; core < 3; core++)
        {
            int from = core;
            simulation[core].Post(reactor => reactor.Spawn(Begin(reactor, async context =>
            {
                for (int i = 0; i < 60; i++)
                {
                    await process.Mailbox.Send(context, (i * 10) + from);
                }
            })));
        }

        simulation.Run();
        Assert.That(process.Mailbox.Depth, Is.EqualTo(4), "senders wait, and do not spin: the cores are at rest");
        simulation[1].Post(reactor => reactor.Spawn(process.Incarnate()));
        simulation.Run();
        Assert.That(taken, Has.Count.EqualTo(180));
        foreach (IGrouping<int, int> sent in taken.GroupBy(message => message % 10))
        {
            Assert.That(sent, Is.Ordered.And.Exactly(60).Items);
        }

        Assert.That(process.Taken, Is.EqualTo(180));
        Assert.That(_log, Is.Empty);
    }

    [Test]
    public void A_request_is_answered_on_the_same_core_and_across_cores([Range(1, 30)] int seed)
    {
        Simulation<RoundRobin> simulation = Simulate(3, seed);
        Process<Order, long> process = MakeCounter(simulation.Cluster, new ProcessOptions { Capacity = 2 });
        simulation[0].Post(reactor => reactor.Spawn(process.Incarnate()));
        List<long> answers = [];
        for (int core = 0; core < 3; core++)
        {
            simulation[core].Post(reactor => reactor.Spawn(Begin(reactor, async context =>
            {
                for (int i = 0; i < 20; i++)
                {
                    answers.Add(await process.Mailbox.Ask<long, int>(context, 1, Order.Make));
                }
            })));
        }

        simulation.Run();
        Assert.That(answers.Order(), Is.EqualTo(Enumerable.Range(101, 60)));
        Assert.That(_log, Is.Empty);
    }

    [TestCase(false, 103)]
    [TestCase(true, 106)]
    public void A_process_that_fails_is_started_again_with_a_new_state_or_the_old(bool keepsState, long last)
    {
        Simulation<RoundRobin> simulation = Simulate(2);
        Process<Order, long> process = MakeCounter(simulation.Cluster, new ProcessOptions { KeepsState = keepsState });
        simulation[1].Post(reactor => reactor.Spawn(new Supervisor(process.Incarnate), new TaskOptions
        {
            Supervision = new Supervision { Strategy = RestartStrategy.OneForOne },
        }));
        List<string> said = [];
        Run(simulation, 0, async context =>
        {
            foreach (int add in (int[])[1, 2, 0, 3])
            {
                try
                {
                    said.Add($"{await process.Mailbox.Ask<long, int>(context, add, Order.Make)}");
                }
                catch (RemoteException error)
                {
                    said.Add(error.Message);
                }
            }
        });
        Assert.That(said, Is.EqualTo(new[] { "101", "103", "There is no answer: nothing to add", $"{last}" }));
        Assert.That((process.Starts, process.Mailbox.IsClosed), Is.EqualTo((2, false)));
        Assert.That(_log.Single(), Does.Contain("nothing to add"));
    }

    [Test]
    public void Messages_behind_the_one_that_failed_are_taken_by_the_next_start()
    {
        Simulation<RoundRobin> simulation = Simulate(1);
        Process<Order, long> process = MakeCounter(simulation.Cluster, new ProcessOptions { KeepsState = true });
        foreach (int add in (int[])[1, 0, 2, 3])
        {
            Assert.That(process.Mailbox.TrySend(new Order { Add = add }));
        }

        simulation[0].Post(reactor => reactor.Spawn(new Supervisor(process.Incarnate), new TaskOptions
        {
            Supervision = new Supervision { Strategy = RestartStrategy.OneForOne },
        }));
        simulation.Run();
        Assert.That((process.Taken, process.Starts), Is.EqualTo((4, 2)));
    }

    [Test]
    public void A_process_that_has_ended_refuses_what_was_asked_and_what_will_be([Range(1, 60)] int seed)
    {
        Random random = new(seed);
        Simulation<RoundRobin> simulation = Simulate(3, seed);
        Process<Order, long> process = MakeCounter(
            simulation.Cluster, new ProcessOptions { Capacity = 4, Batch = 1 + random.Next(3) });
        TaskId task = simulation.Ask(1, reactor => reactor.Spawn(process.Incarnate()));
        int answered = 0;
        int refused = 0;
        int late = 0;
        for (int i = 0; i < 30; i++)
        {
            simulation[i % 3].Post(reactor => reactor.Spawn(Begin(reactor, async context =>
            {
                try
                {
                    await process.Mailbox.Ask<long, int>(context, 1, Order.Make);
                    answered++;
                }
                catch (RemoteException error)
                {
                    Assert.That(error.InnerException, Is.TypeOf<ProcessEndedException>());
                    refused++;
                }
                catch (ProcessEndedException)
                {
                    late++;
                }
            })));
        }

        for (int steps = random.Next(60); steps > 0; steps--)
        {
            simulation.Step();
        }

        bool hasFailed = random.Next(2) == 0;
        simulation[1].Post(reactor =>
        {
            if (hasFailed)
            {
                // Nobody starts it again.
                process.Mailbox.TrySend(default);
            }

            reactor.Cancel(task);
        });
        simulation.Run();
        Assert.That(answered + refused + late, Is.EqualTo(30), "nobody waits for ever");
        Assert.That(process.Mailbox.IsClosed);
        Assert.That(process.Mailbox.TrySend(default), Is.False);
        Assert.That((simulation[0].Tasks, simulation[1].Tasks, simulation[2].Tasks), Is.EqualTo((0, 0, 0)));
    }

    [Test]
    public void A_process_that_fails_for_good_closes_its_mailbox()
    {
        Simulation<RoundRobin> simulation = Simulate(1);
        Process<Order, long> process = MakeCounter(simulation.Cluster);
        simulation[0].Post(reactor => reactor.Spawn(process.Incarnate()));
        process.Mailbox.TrySend(default);
        process.Mailbox.TrySend(new Order { Add = 1 });
        simulation.Run();
        Assert.That((process.Mailbox.IsClosed, process.Mailbox.Discarded), Is.EqualTo((true, 1)));
    }

    [Test]
    public void One_who_asks_and_is_cancelled_is_not_answered_later([Range(1, 20)] int seed)
    {
        Random random = new(seed);
        Simulation<RoundRobin> simulation = Simulate(2, seed);
        Process<Order, long> process = MakeCounter(simulation.Cluster);
        List<string> said = [];
        TaskId asking = simulation.Ask(0, reactor => reactor.Spawn(Begin(reactor, async context =>
        {
            try
            {
                await process.Mailbox.Ask<long, int>(context, 1, Order.Make);
                said.Add("answered");
            }
            catch (OperationCanceledException)
            {
                said.Add("cancelled");
            }

            said.Add($"{await process.Mailbox.Ask<long, int>(context, 5, Order.Make)}");
        })));
        simulation.Run();
        simulation[0].Post(reactor => reactor.Cancel(asking));
        simulation.Run();
        simulation[1].Post(reactor => reactor.Spawn(process.Incarnate()));
        simulation.Run();
        Assert.That(said, Is.EqualTo(new[] { "cancelled", "106" }));
    }

    [Test]
    public void A_second_start_at_a_time_and_one_on_another_core_are_refused()
    {
        Simulation<RoundRobin> simulation = Simulate(2);
        Process<Order, long> process = MakeCounter(simulation.Cluster);
        TaskId task = simulation.Ask(0, reactor => reactor.Spawn(process.Incarnate()));
        simulation.Run();
        simulation.Ask(0, reactor => reactor.Spawn(process.Incarnate()));
        simulation.Run();
        Assert.That(_log.Single(), Does.Contain("runs already"));
        long answer = 0;
        Run(simulation, 0, async context => answer = await process.Mailbox.Ask<long, int>(context, 1, Order.Make));
        Assert.That(answer, Is.EqualTo(101), "the first goes on");
        simulation.Ask(0, reactor => reactor.Cancel(task));
        simulation.Run();
        simulation.Ask(1, reactor => reactor.Spawn(process.Incarnate()));
        simulation.Run();
        Assert.That(_log[1], Does.Contain("has run on core 0"));
    }

    [Test]
    public void Asking_allocates_nothing()
    {
        Simulation<RoundRobin> simulation = Simulate(2);
        Process<Order, long> process = MakeCounter(simulation.Cluster);
        simulation.Ask(1, reactor => reactor.Spawn(process.Incarnate()));
        long answered = 0;
        simulation.Ask(0, reactor => reactor.Spawn(Begin(reactor, async context =>
        {
            while (true)
            {
                await process.Mailbox.Ask<long, int>(context, 1, Order.Make);
                answered++;
            }
        })));
        long Turn(int count)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < count; i++)
            {
                simulation[0].Turn();
                simulation[1].Turn();
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Turn(100);
        long before = answered;
        long allocated = Turn(1_000);
#if !DEBUG
        // In a build for debugging the compiler makes state machines objects.
        Assert.That(allocated, Is.Zero);
#else
        Assert.That(allocated, Is.GreaterThanOrEqualTo(0));
#endif
        Assert.That(answered - before, Is.GreaterThan(300));
    }

    [Test]
    public void Threads_and_cores_send_to_one_process_at_once()
    {
        const int Count = 20_000;
        Cluster cluster = new(2, s_threaded with { Log = _log.Add });
        Reactor<ThreadPlatform, RoundRobin>[] cores = Array.ConvertAll(
            ThreadPlatform.Create(2), platform => cluster.Add<ThreadPlatform, RoundRobin>(platform));
        using ManualResetEventSlim done = new();
        Process<int, long> process = new(
            cluster,
            () => 0,
            (in TaskContext _, ref long state, in int _) =>
            {
                if (++state == 4 * Count)
                {
                    done.Set();
                }
            },
            new ProcessOptions { Capacity = 16 });
        cores[1].Post(reactor => reactor.Spawn(process.Incarnate()));
        foreach (Reactor<ThreadPlatform, RoundRobin> core in cores)
        {
            core.Post(reactor => reactor.Spawn(Begin(reactor, async context =>
            {
                for (int i = 0; i < Count; i++)
                {
                    await process.Mailbox.Send(context, i);
                }
            })));
        }

        List<Thread> threads = [];
        for (int i = 0; i < 2; i++)
        {
            threads.Add(new Thread(() =>
            {
                for (int sent = 0; sent < Count;)
                {
                    if (process.Mailbox.TrySend(sent))
                    {
                        sent++;
                    }
                    else
                    {
                        Thread.Yield();
                    }
                }
            }));
        }

        threads.AddRange(cores.Select(core => new Thread(core.Run)));
        threads.ForEach(thread => thread.IsBackground = true);
        threads.ForEach(thread => thread.Start());
        done.Wait();
        Array.ForEach(cores, core => core.Post(self => self.Halt()));
        threads.ForEach(thread => thread.Join());
        Assert.That(process.Taken, Is.EqualTo(4 * Count));
        Assert.That(_log, Is.Empty);
    }

    private struct Order : IRequest
    {
        public int Add;
        public ReplyTo<long> Reply;

        public static readonly Func<int, ReplyTo<long>, Order> Make = static (add, reply) => new() { Add = add, Reply = reply };

        public readonly void Refuse(Exception reason) => Reply.TryRefuse(reason);
    }

    private sealed class Supervisor(Func<Work> factory) : Work
    {
        private bool _hasStarted;

        protected internal override Poll Poll(in TaskContext context)
        {
            if (!_hasStarted)
            {
                _hasStarted = true;
                context.Supervise(factory);
            }

            return context.IsCancelled ? Enso.Scheduler.Poll.End : Enso.Scheduler.Poll.Wait;
        }
    }
}
