using Enso.Queues;
using Enso.Scheduler;
using Enso.Simulation;

namespace Enso.Tests.Scheduler.Sessions;

// Amounts are added, one by one; in the end comes the sum. An amount of 0 makes the process fail.
using Adding = Loop<Choose<Send<int, Continue>, Receive<long, End>>>;

/// <summary>Processes whose conversations follow a protocol.</summary>
[TestFixture]
public sealed class SessionProcessTests
{
    // On a busy machine a thread may stand still in a poll: that is no finding here.
    private static readonly ReactorOptions s_threaded = new() { PollBudget = long.MaxValue };

    private readonly List<string> _log = [];

    [SetUp]
    public void Clear() => _log.Clear();

    private Simulation<RoundRobin> Simulate(int cores, int seed = 1) =>
        new(cores, seed, new ReactorOptions { Tasks = 64, Log = _log.Add });

    [Test]
    public void Clients_of_all_cores_are_served_beside_one_another_and_share_the_state([Range(1, 60)] int seed)
    {
        const int Clients = 6;
        Simulation<RoundRobin> simulation = Simulate(3, seed);
        Till till = new();
        SessionProcess<Adding, Till> process = new(
            simulation.Cluster,
            () => till,
            Serve,
            new SessionProcessOptions { Capacity = 1 << (seed % 3), Sessions = 1 + (seed % 4), Waiting = 2 });
        List<long> sums = [];
        for (int client = 0; client < Clients; client++)
        {
            int count = 10 + client;
            simulation[client % 3].Post(reactor => reactor.Spawn(Pay(reactor, process.Port, count, 2, sums)));
        }

        simulation[1].Post(reactor => reactor.Spawn(process.Incarnate()));
        simulation.Run();
        Assert.That(sums.Order(), Is.EqualTo(Enumerable.Range(10, Clients).Select(count => 2L * count)));
        Assert.That(till.Taken, Is.EqualTo(sums.Sum()));
        Assert.That(till.Most, Is.InRange(1, 1 + (seed % 4)), "no more than may be served at a time");
        Assert.That((process.Open, process.Begun, process.Refused), Is.EqualTo((0, Clients, 0)));
        Assert.That(_log, Is.Empty);
    }

    [Test]
    public void A_session_that_fails_fails_alone_and_its_client_knows_why([Range(1, 20)] int seed)
    {
        Simulation<RoundRobin> simulation = Simulate(2, seed);
        SessionProcess<Adding, Till> process = new(simulation.Cluster, () => new Till(), Serve);
        simulation[0].Post(reactor => reactor.Spawn(process.Incarnate()));
        List<long> sums = [];
        string? reason = null;
        simulation[1].Post(reactor => reactor.Spawn(Fail(reactor)));
        simulation[1].Post(reactor => reactor.Spawn(Pay(reactor, process.Port, 30, 1, sums)));
        simulation.Run();
        Assert.That(reason, Is.EqualTo("nothing to add"));
        Assert.That(sums, Is.EqualTo([30]));
        Assert.That((process.Open, process.Starts), Is.EqualTo((0, 1)));
        Assert.That(_log.Single(), Does.Contain("'session' failed").And.Contain("nothing to add"));

        async ReactorTask Fail(Reactor reactor)
        {
            try
            {
                await process.Port.Converse(reactor.Current, 0, Conversation);
            }
            catch (QueueCompletedException error)
            {
                reason = error.InnerException!.Message;
            }
        }
    }

    [Test]
    public void A_start_that_is_refused_leaves_the_port_to_the_other_starts()
    {
        Simulation<RoundRobin> simulation = Simulate(1);
        SessionProcess<Adding, Till> process = new(
            simulation.Cluster, () => throw new InvalidDataException("no till"), Serve);
        Assert.Throws<ArgumentOutOfRangeException>(() => simulation.Ask(0, reactor => reactor.Spawn(
            process.Incarnate(), new TaskOptions { Supervision = new() { Intensity = -1 } })));
        simulation.Run();
        Assert.That(process.Port.IsClosed, Is.False, "another start may come");

        // It fails, and nobody starts it again.
        simulation.Ask(0, reactor => reactor.Spawn(process.Incarnate()));
        simulation.Run();
        Assert.That(process.Port.IsClosed);
    }

    [Test]
    public void A_client_that_leaves_ends_its_session([Range(1, 20)] int seed)
    {
        Simulation<RoundRobin> simulation = Simulate(2, seed);
        SessionProcess<Adding, Till> process = new(simulation.Cluster, () => new Till(), Serve);
        simulation[0].Post(reactor => reactor.Spawn(process.Incarnate()));
        TaskId client = TaskId.None;
        simulation[1].Post(reactor => client = reactor.Spawn(Stay(reactor)));
        simulation.Run();
        Assert.That(process.Open, Is.EqualTo(1));
        simulation[1].Post(reactor => reactor.Cancel(client));
        simulation.Run();
        Assert.That(process.Open, Is.Zero);
        Assert.That(simulation[1].Tasks, Is.Zero);
        Assert.That(_log.Single(), Does.Contain("The task was cancelled."));

        async ReactorTask Stay(Reactor reactor) =>
            await process.Port.Converse<int, int>(reactor.Current, 0, static async (context, _, session) =>
            {
                await context.Woken();
                return 0;
            });
    }

    [Test]
    public void A_process_that_ends_tells_those_that_it_serves_and_those_that_wait([Range(1, 60)] int seed)
    {
        Simulation<RoundRobin> simulation = Simulate(2, seed);
        SessionProcess<Adding, Till> process = new(
            simulation.Cluster, () => new Till(), Serve, new SessionProcessOptions { Sessions = 2, Waiting = 2 });
        TaskId task = TaskId.None;
        simulation[0].Post(reactor => task = reactor.Spawn(process.Incarnate()));
        List<string> said = [];
        for (int client = 0; client < 6; client++)
        {
            simulation[1].Post(reactor => reactor.Spawn(Stay(reactor)));
        }

        // At any moment: also while a session's task has not run yet.
        for (int step = 0; step < seed; step++)
        {
            simulation.Step();
        }

        simulation[0].Post(reactor => reactor.Cancel(task));
        simulation.Run();
        Assert.That(said, Has.Count.EqualTo(6));
        Assert.That(said, Is.All.EqualTo(nameof(QueueCompletedException)).Or.EqualTo(nameof(ProcessEndedException)));
        Assert.That(process.Port.IsClosed);
        Assert.That((simulation[0].Tasks, simulation[1].Tasks), Is.EqualTo((0, 0)));
        Assert.That(_log, Is.Empty);

        async ReactorTask Stay(Reactor reactor)
        {
            try
            {
                var open = (await process.Port.Open(reactor.Current)).Enter();
                while (true)
                {
                    open = (await (await open.ChooseLeft()).Send(1)).Repeat();
                }
            }
            catch (Exception error) when (error is QueueCompletedException or ProcessEndedException)
            {
                said.Add(error.GetType().Name);
            }
        }
    }

    [Test]
    public void A_handler_that_returns_before_the_end_is_told_to_its_client()
    {
        Simulation<RoundRobin> simulation = Simulate(1);
        SessionProcess<Adding, Till> process = new(
            simulation.Cluster, () => new Till(), static async (context, _, _) => await context.Yield());
        simulation[0].Post(reactor => reactor.Spawn(process.Incarnate()));
        string? reason = null;
        simulation[0].Post(reactor => reactor.Spawn(Ask(reactor)));
        simulation.Run();
        Assert.That(reason, Is.EqualTo("The process has left the session before its end."));

        async ReactorTask Ask(Reactor reactor)
        {
            try
            {
                await (await (await process.Port.Open(reactor.Current)).Enter().ChooseRight()).Receive();
            }
            catch (QueueCompletedException error)
            {
                reason = error.InnerException!.Message;
            }
        }
    }

    [Test]
    public void A_step_that_would_hold_the_core_up_throws_in_its_place()
    {
        Simulation<RoundRobin> simulation = Simulate(1);
        SessionProcess<Adding, Till> process = new(simulation.Cluster, () => new Till(), Serve);
        simulation[0].Post(reactor => reactor.Spawn(Ask(reactor)));
        simulation.Run();
        Assert.That(_log.Single(), Does.Contain("hold its core up"));

        async ReactorTask Ask(Reactor reactor)
        {
            var end = await (await process.Port.Open(reactor.Current)).Enter().ChooseRight();
            end.Receive(out long _);
        }
    }

    [Test]
    public void A_session_under_way_allocates_nothing()
    {
        Simulation<RoundRobin> simulation = Simulate(1);
        SessionProcess<Adding, Till> process = new(
            simulation.Cluster, () => new Till(), Serve, new SessionProcessOptions { Capacity = 2 });
        long allocated = -1;
        simulation.Ask(0, reactor => reactor.Spawn(process.Incarnate()));
        simulation.Ask(0, reactor => reactor.Spawn(Add(reactor)));
        while (simulation[0].Turn())
        {
        }

#if !DEBUG
        // In a build for debugging the compiler makes state machines objects.
        Assert.That(allocated, Is.Zero);
#else
        Assert.That(allocated, Is.GreaterThanOrEqualTo(0));
#endif
        Assert.That(_log, Is.Empty);

        async ReactorTask Add(Reactor reactor)
        {
            var open = (await process.Port.Open(reactor.Current)).Enter();
            long before = 0;
            for (int i = 0; i < 600; i++)
            {
                if (i == 100)
                {
                    before = GC.GetAllocatedBytesForCurrentThread();
                }

                open = (await (await open.ChooseLeft()).Send(1)).Repeat();
            }

            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            (await (await open.ChooseRight()).Receive()).Next.Close();
        }
    }

    [Test]
    public void Threads_and_cores_have_sessions_with_one_process_at_once()
    {
        const int Count = 2_000;
        Cluster cluster = new(2, s_threaded with { Log = _log.Add });
        Reactor<ThreadPlatform, RoundRobin>[] cores = Array.ConvertAll(
            ThreadPlatform.Create(2), platform => cluster.Add<ThreadPlatform, RoundRobin>(platform));
        Till till = new();
        SessionProcess<Adding, Till> process = new(
            cluster, () => till, Serve, new SessionProcessOptions { Capacity = 4 });
        List<long> sums = [];
        using CountdownEvent done = new(2);
        cores[1].Post(reactor => reactor.Spawn(process.Incarnate()));
        foreach (Reactor<ThreadPlatform, RoundRobin> core in cores)
        {
            core.Post(reactor => reactor.Spawn(PayAndTell(reactor)));
        }

        List<Thread> threads = [.. cores.Select(core => new Thread(core.Run) { IsBackground = true })];
        threads.ForEach(thread => thread.Start());
        Thread[] clients = [.. Enumerable.Range(0, 2).Select(_ => new Thread(PayFromOutside))];
        Array.ForEach(clients, thread => thread.Start());
        Array.ForEach(clients, thread => thread.Join());
        done.Wait();
        Array.ForEach(cores, core => core.Post(reactor => reactor.Halt()));
        threads.ForEach(thread => thread.Join());
        Assert.That(sums, Is.EqualTo(Enumerable.Repeat((long)Count, 4)));
        Assert.That(till.Taken, Is.EqualTo(4 * Count));
        Assert.That(_log, Is.Empty);

        async ReactorTask PayAndTell(Reactor reactor)
        {
            List<long> own = [];
            await Pay(reactor, process.Port, Count, 1, own);
            lock (sums)
            {
                sums.AddRange(own);
            }

            done.Signal();
        }

        void PayFromOutside()
        {
            Session<Adding, NoLoop, LinkTransport> session;
            while (!process.Port.TryOpen(out session))
            {
                Thread.Yield();
            }

            var open = session.Enter();
            for (int i = 0; i < Count; i++)
            {
                open = open.ChooseLeft().Send(1).Repeat();
            }

            open.ChooseRight().Receive(out long sum).Close();
            lock (sums)
            {
                sums.Add(sum);
            }
        }
    }

    private static async ReactorTask Pay(
        Reactor reactor, SessionPort<Adding> port, int count, int amount, List<long> sums)
    {
        long sum = await port.Converse(
            reactor.Current, (count, amount), static async (context, pay, session) =>
            {
                var open = session.Enter();
                for (int i = 0; i < pay.count; i++)
                {
                    open = (await (await open.ChooseLeft()).Send(pay.amount)).Repeat();
                }

                var (result, end) = await (await open.ChooseRight()).Receive();
                end.Close();
                return result;
            });
        sums.Add(sum);
    }

    private static async ReactorTask<long> Conversation(
        TaskContext context, int amount, Session<Adding, NoLoop, TaskTransport> session)
    {
        var open = session.Enter();
        open = (await (await open.ChooseLeft()).Send(amount)).Repeat();
        var (sum, end) = await (await open.ChooseRight()).Receive();
        end.Close();
        return sum;
    }

    private static async ReactorTask Serve(
        TaskContext context, Till till, Session<Dual<Adding>, NoLoop, TaskTransport> session)
    {
        till.Open++;
        till.Most = Math.Max(till.Most, till.Open);
        try
        {
            var open = session.Enter();
            for (long sum = 0; ;)
            {
                if ((await open.Offer()).IsLeft(out var more, out var last))
                {
                    var (amount, next) = await more.Receive();
                    sum += amount == 0 ? throw new InvalidOperationException("nothing to add") : amount;
                    till.Taken += amount;
                    open = next.Repeat();
                }
                else
                {
                    (await last.Send(sum)).Close();
                    return;
                }
            }
        }
        finally
        {
            till.Open--;
        }
    }

    private sealed class Till
    {
        public long Taken { get; set; }

        public int Open { get; set; }

        public int Most { get; set; }
    }
}
