using Enso.Scheduler;
using Enso.Simulation;
using ReactorCluster = Enso.Scheduler.Cluster;

namespace Enso.Tests.Scheduler.Agreement;

/// <summary>Maps between reactors: on simulated cores, and on threads.</summary>
[TestFixture]
public sealed class ClusterMapTests
{
    private readonly List<string> _log = [];

    [SetUp]
    public void Clear() => _log.Clear();

    [Test]
    public void Several_maps_of_a_cluster_do_not_mix()
    {
        Simulation<RoundRobin> simulation = Simulate(3);
        ClusterMap<int, int> first = new(simulation.Cluster, "first");
        ClusterMap<string, long> second = new(simulation.Cluster, "second");
        Run(simulation, 1, async context =>
        {
            await first.Propose(context, Change<int, int>.Put(1, 10));
            await second.Propose(context, Change<string, long>.Put("one", 11));
            await first.Propose(context, Change<int, int>.Put(2, 20));
        });
        Assert.That(first.List(simulation[2]).Order(Comparer<KeyValuePair<int, int>>.Create((a, b) => a.Key - b.Key)),
            Is.EqualTo(new KeyValuePair<int, int>[] { new(1, 10), new(2, 20) }));
        Assert.That(first.VersionOf(simulation[2], 2), Is.EqualTo(2));
        Assert.That(second.List(simulation[0]), Is.EqualTo(new KeyValuePair<string, long>[] { new("one", 11) }));
        Assert.That(simulation.Cluster.Agreements.Select(agreement => agreement.Name),
            Is.EqualTo(new[] { "first", "second" }));
    }

    [Test]
    public void A_key_that_cannot_be_one_fails_with_its_task_and_the_map_goes_on([Values(1, 3)] int cores)
    {
        Simulation<RoundRobin> simulation = Simulate(cores);
        ClusterMap<Key, int> map = new(simulation.Cluster, "keys");
        List<string> said = [];
        Run(simulation, 0, async context =>
        {
            foreach (Change<Key, int> change in new[] { default, Change<Key, int>.Put(new Key(0), 1) })
            {
                try
                {
                    await map.Propose(context, change);
                }
                catch (Exception error)
                {
                    said.Add(error.GetType().Name);
                }
            }

            // Two that can only be told apart by comparing them, which fails.
            ProposalResult<int> first = await map.Propose(context, Change<Key, int>.Put(new Key(1), 1));
            ProposalResult<int> second = await map.Propose(context, Change<Key, int>.Put(new Key(1), 2));
            ProposalResult<int> other = await map.Propose(context, Change<Key, int>.Put(new Key(2), 3));
            said.Add($"{first.Status} {second.Status} {other.Status}");
        });
        Assert.That(said, Is.EqualTo(
            new[] { "ArgumentNullException", "InvalidOperationException", "Done Refused Done" }));
        Assert.That(Enumerable.Range(0, cores).Select(core => map.List(simulation[core]).Count()), Has.All.EqualTo(2));
        Assert.That(simulation[0].Tasks, Is.Zero);
    }

    [Test]
    public void A_map_that_is_not_used_has_no_timer_and_sends_nothing()
    {
        Simulation<RoundRobin> simulation = Simulate(3);
        ClusterMap<int, int> map = new(simulation.Cluster, "numbers");
        simulation.Run();
        Assert.That(Sent(simulation), Is.Zero);
        Run(simulation, 0, async context => await map.Propose(context, Change<int, int>.Put(1, 1)));
        long sent = Sent(simulation);
        simulation.Run();
        Assert.That(Sent(simulation), Is.EqualTo(sent).And.Positive);
        Assert.That(Enumerable.Range(0, 3).Select(core => simulation[core].Timers), Has.All.Zero);
    }

    [Test]
    public void A_full_ring_holds_messages_back_and_drops_none([Range(1, 10)] int seed)
    {
        const int Cores = 4;
        const int Each = 20;
        Simulation<RoundRobin> simulation = Simulate(Cores, bus: 2, seed);
        ClusterMap<int, int> map = new(simulation.Cluster, "numbers", new ClusterMapOptions { MaximumPending = 3 });
        int done = 0;
        for (int core = 0; core < Cores; core++)
        {
            for (int i = 0; i < Each; i++)
            {
                int key = (core * Each) + i;
                simulation[core].Post(reactor => reactor.Spawn(Put(reactor.Current, key)));
            }
        }

        simulation.Run();
        Assert.That(done, Is.EqualTo(Cores * Each));
        for (int core = 0; core < Cores; core++)
        {
            Assert.That(map.View(simulation[core]).Count, Is.EqualTo(Cores * Each));
            Assert.That(map.View(simulation[core]).Pending, Is.Zero);
        }

        Assert.That(_log, Is.Empty);

        async ReactorTask Put(TaskContext context, int key)
        {
            ProposalResult<int> result = await map.Propose(context, Change<int, int>.Put(key, key));
            done += result.Status == ProposalStatus.Done && result.Value == key ? 1 : 0;
        }
    }

    [Test]
    public void A_task_that_is_cancelled_while_it_waits_leaves_its_proposal()
    {
        Simulation<RoundRobin> simulation = Simulate(2);
        ClusterMap<int, int> map = new(simulation.Cluster, "numbers");
        bool isCancelled = false;
        TaskId task = simulation.Ask(1, reactor => reactor.Spawn(Propose(reactor.Current)));
        Run(simulation, 0, context => context.Send(new Message { Kind = MessageKind.Cancel, To = 1, Target = task }));
        Assert.That(isCancelled);
        Assert.That(map.TryGet(simulation[0], 1, out int value) && value == 1);

        async ReactorTask Propose(TaskContext context)
        {
            try
            {
                simulation.Stall(0, 1_000_000);
                ReactorTask<ProposalResult<int>> proposal = map.Propose(context, Change<int, int>.Put(1, 1));
                context.Reactor.Cancel(context.Id);
                await proposal;
            }
            catch (OperationCanceledException)
            {
                isCancelled = true;
            }
        }
    }

    [Test]
    public void A_handler_that_fails_is_in_the_log_and_nothing_else_suffers()
    {
        Simulation<RoundRobin> simulation = Simulate(3);
        ClusterMap<int, int> map = new(simulation.Cluster, "numbers", new ClusterMapOptions
        {
            Timeout = 1_000_000,
            Happened = (_, what) => throw new InvalidDataException($"{what.Kind}"),
        });
        simulation.Stall(2, 10_000_000);
        Run(simulation, 1, async context => await map.Propose(context, Change<int, int>.Put(1, 1)));
        Assert.That(_log, Has.Some.StartsWith(
            "core 1: whoever is told of 'numbers' failed: System.IO.InvalidDataException: Silent"));
        Assert.That(map.TryGet(simulation[2], 1, out _));
    }

    [Test]
    public void What_is_wrong_is_refused()
    {
        Simulation<RoundRobin> simulation = Simulate(1);
        Simulation<RoundRobin> other = Simulate(1);
        ClusterMap<int, int> map = new(other.Cluster, "numbers");
        Exception? refused = null;
        Run(simulation, 0, async context =>
        {
            try
            {
                await map.Propose(context, Change<int, int>.Put(1, 1));
            }
            catch (ArgumentException error)
            {
                refused = error;
            }
        });
        Assert.That(refused?.Message, Does.Contain("another cluster than 'numbers'"));
        Assert.That(
            () => new ClusterMap<int, int>(simulation.Cluster, "x", new ClusterMapOptions { Timeout = 999 }),
            Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(
            () => new ClusterMap<int, int>(new ReactorCluster(65), "x"),
            Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(simulation.Cluster.Agreements, Is.Empty);
    }

    [Test]
    public void Threads_agree_about_who_was_first([Values(2, 4)] int cores)
    {
        const int Keys = 200;

        // A thread may be kept from its processor for long: nobody is to be found silent for that.
        ReactorCluster cluster = new(cores, new ReactorOptions { BusCapacity = 8 });
        Reactor<ThreadPlatform, RoundRobin>[] reactors = Array.ConvertAll(
            ThreadPlatform.Create(cores), core => cluster.Add<ThreadPlatform, RoundRobin>(core));
        ClusterMap<int, int> map = new(cluster, "keys", new ClusterMapOptions { Timeout = 60_000_000_000 });
        int[][] holders = new int[cores][];
        Thread[] threads = Array.ConvertAll(reactors, reactor => new Thread(reactor.Run));
        Task[] ends = [.. reactors.Select(reactor => Began(reactor))];
        Array.ForEach(threads, thread => thread.Start());
        Task.WaitAll(ends);
        Array.ForEach(reactors, reactor => reactor.Post(its => its.Halt()));
        Array.ForEach(threads, thread => thread.Join());
        Assert.That(holders, Has.All.EqualTo(holders[0]));
        Assert.That(
            Enumerable.Range(0, cores).Select(core => map.List(cluster[core]).OrderBy(entry => entry.Key)
                .Select(entry => entry.Value)),
            Has.All.EqualTo(holders[0]));

        Task Began(Reactor reactor)
        {
            TaskCompletionSource end = new();
            reactor.Post(its => its.Spawn(Take(its.Current, end)));
            return end.Task;
        }

        async ReactorTask Take(TaskContext context, TaskCompletionSource end)
        {
            int core = context.Id.Core;
            holders[core] = new int[Keys];
            for (int key = 0; key < Keys; key++)
            {
                ProposalResult<int> result = await map.Propose(context, Change<int, int>.PutIfAbsent(key, core));
                holders[core][key] = result.Value;
            }

            // Behind all that the others have proposed: then this copy has it too.
            for (int key = 0; key < Keys; key++)
            {
                await map.Propose(context, Change<int, int>.Look(key));
            }

            end.SetResult();
        }
    }

    private static long Sent(Simulation<RoundRobin> simulation) => Enumerable.Range(0, simulation.Cluster.Cores)
        .Sum(core => simulation.Cluster.RingOf(core).Published);

    private Simulation<RoundRobin> Simulate(int cores, int bus = 16, int seed = 1) =>
        new(cores, seed, new ReactorOptions { Tasks = 64, BusCapacity = bus, Log = _log.Add });

    private static void Run(Simulation<RoundRobin> simulation, int core, Func<TaskContext, ReactorTask> method)
    {
        simulation[core].Post(reactor => reactor.Spawn(Begin(reactor, method)));
        simulation.Run();
    }

    private static async ReactorTask Begin(Reactor reactor, Func<TaskContext, ReactorTask> method) =>
        await method(reactor.Current);

    // Key 0 has no hash code, and no two keys can be compared.
    private sealed class Key(int number)
    {
        public override int GetHashCode() => number != 0 ? number : throw new InvalidOperationException("It has none.");

        public override bool Equals(object? other) => throw new InvalidOperationException("It cannot be compared.");
    }
}
