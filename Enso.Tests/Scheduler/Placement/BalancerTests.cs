using Enso.Scheduler;
using Enso.Simulation;

namespace Enso.Tests.Scheduler.Placement;

/// <summary>Load balancing across cores, from the way in to the way out.</summary>
[TestFixture]
public sealed class BalancerTests
{
    private const int Keys = 40;

    // On a busy machine a thread may stand still in a poll: that is no finding here.
    private static readonly ReactorOptions s_threaded = new() { PollBudget = long.MaxValue };

    private readonly List<string> _log = [];

    [SetUp]
    public void Clear() => _log.Clear();

    [Test]
    public void Each_keys_messages_come_out_in_order_while_buckets_move([Range(1, 100)] int seed)
    {
        const int Count = 400;
        Random random = new(seed);
        int cores = 1 + (seed % 5);
        Simulation<RoundRobin> simulation = new(cores, seed, new ReactorOptions { Tasks = 64, Log = _log.Add });
        Balancer<int, Job, Serving> balancer = new(cores, default, new BalancerOptions
        {
            Buckets = 16,
            Polls = [3, 1],
            Capacity = 2 << random.Next(4),
            Held = 1 + random.Next(8),
            Batch = 1 + random.Next(8),
        });
        Collected collected = new();
        Start(balancer, core => simulation[core], cores, Hand, output => Collect(output, collected));
        simulation.Run();
        Assert.That(_log, Is.Empty);
        collected.Check(Count);
        Assert.That(Enumerable.Range(0, cores).Sum(balancer.ProcessedOn), Is.EqualTo(Count));
        Assert.That(balancer.Moves, cores == 1 ? Is.Zero : Is.GreaterThan(10));
        Assert.That(Enumerable.Range(0, cores).Sum(core => simulation[core].Tasks), Is.Zero);

        async ReactorTask Hand(TaskContext context)
        {
            int[] numbers = new int[Keys];
            for (int i = 0; i < Count; i++)
            {
                int key = random.Next(Keys);
                await balancer.Hand(context, new Job(key, numbers[key]++));
                if (random.Next(4) == 0)
                {
                    balancer.TryMove(random.Next(16), random.Next(cores));
                }
            }

            balancer.Complete();
        }
    }

    [Test]
    public void What_has_the_higher_priority_comes_out_first_as_its_polls_say()
    {
        Simulation<RoundRobin> simulation = new(2, 1, new ReactorOptions { Tasks = 64, Log = _log.Add });
        Balancer<int, Job, Serving> balancer = new(
            2, default, new BalancerOptions { Polls = [3, 1], Capacity = 1024 });
        Collected collected = new();
        Start(balancer, core => simulation[core], 2, Hand, null);
        simulation.Run();

        // All lies on the ways out: two queues of three polls, two of one.
        simulation[0].Post(reactor => reactor.Spawn(Collect(balancer.Open(reactor), collected)));
        simulation.Run();
        collected.Check(800);
        List<int> priorities = [.. collected.Jobs.Select(job => job.Key % 2)];
        for (int round = 0; round < 20; round++)
        {
            Assert.That(priorities.Skip(8 * round).Take(8), Is.EqualTo(new[] { 0, 0, 0, 0, 0, 0, 1, 1 }));
        }

        async ReactorTask Hand(TaskContext context)
        {
            for (int i = 0; i < 800; i++)
            {
                await balancer.Hand(context, new Job(i % Keys, i / Keys));
            }

            balancer.Complete();
        }
    }

    [Test]
    public void Balancing_evens_out_what_cores_are_handed()
    {
        Simulation<RoundRobin> simulation = new(4, 1, new ReactorOptions { Tasks = 64, Log = _log.Add });
        Balancer<int, Job, Serving> balancer = new(4, default, new BalancerOptions { Polls = [1, 1] });
        int[] hot = [.. Enumerable.Range(0, int.MaxValue).Where(key => balancer.Buckets.Route(key) == 0).Take(16)];
        Collected collected = new();
        long[] late = [];
        Start(balancer, core => simulation[core], 4, Hand, output => Collect(output, collected));
        simulation.Run();
        Assert.That(collected.Jobs, Has.Count.EqualTo(16 * 400));
        long[] served = [.. Enumerable.Range(0, 4).Select((core, index) => balancer.ProcessedOn(core) - late[index])];
        Assert.That(served.Max() - served.Min(), Is.LessThan(served.Sum() / 4), string.Join(", ", served));

        // All keys were one core's.
        async ReactorTask Hand(TaskContext context)
        {
            for (int i = 0; i < 400; i++)
            {
                if (i == 200)
                {
                    late = [.. Enumerable.Range(0, 4).Select(balancer.ProcessedOn)];
                }

                foreach (int key in hot)
                {
                    await balancer.Hand(context, new Job(key, i));
                }

                balancer.TryBalance();
            }

            balancer.Complete();
        }
    }

    [Test]
    public void Cores_on_threads_balance_with_small_queues_and_sleep_between()
    {
        const int Count = 4_000;
        const int Cores = 3;
        Cluster cluster = new(Cores, s_threaded with { Log = _log.Add });
        Reactor<ThreadPlatform, RoundRobin>[] cores = Array.ConvertAll(
            ThreadPlatform.Create(Cores), platform => cluster.Add<ThreadPlatform, RoundRobin>(platform));
        Balancer<int, Job, Serving> balancer = new(
            Cores, default, new BalancerOptions { Buckets = 16, Polls = [3, 1], Capacity = 8, Held = 4 });
        Collected collected = new();
        Start(balancer, core => cores[core], Cores, Hand, CollectAndHalt);
        Thread[] threads = Array.ConvertAll(cores, core => new Thread(core.Run));
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        collected.Check(Count);
        Assert.That(balancer.Moves, Is.GreaterThan(20));
        Assert.That(_log, Is.Empty);

        async ReactorTask Hand(TaskContext context)
        {
            for (int i = 0; i < Count; i++)
            {
                await balancer.Hand(context, new Job(i % Keys, i / Keys));
                if (i % 64 == 0)
                {
                    balancer.TryMove((i / 64) % 16, (i / 1024) % Cores);
                }
            }

            balancer.Complete();
        }

        async ReactorTask CollectAndHalt(BalancerOutput<Job> output)
        {
            await Collect(output, collected);
            Array.ForEach(cores, core => core.Post(reactor => reactor.Halt()));
        }
    }

    private static void Start(
        Balancer<int, Job, Serving> balancer,
        Func<int, Reactor> coreOf,
        int cores,
        Func<TaskContext, ReactorTask> hand,
        Func<BalancerOutput<Job>, ReactorTask>? collect)
    {
        for (int core = 0; core < cores; core++)
        {
            coreOf(core).Post(reactor => reactor.Spawn(balancer.Incarnate()));
        }

        coreOf(0).Post(reactor => reactor.Spawn(hand(reactor.Current)));
        if (collect is not null)
        {
            coreOf(cores - 1).Post(reactor => reactor.Spawn(collect(balancer.Open(reactor))));
        }
    }

    private static async ReactorTask Collect(BalancerOutput<Job> output, Collected collected)
    {
        using BalancerOutput<Job> owned = output;
        do
        {
            while (output.TryNext(out Job job, out int core))
            {
                collected.Add(job, core);
            }
        }
        while (await output.Wait());
    }

    private readonly record struct Job(int Key, int Number)
    {
        public int Core { get; init; } = -1;
    }

    private readonly struct Serving : IBalanced<int, Job>
    {
        public int KeyOf(in Job message) => message.Key;

        public int PriorityOf(in Job message) => message.Key % 2;

        public void Process(int core, ref Job message) => message = message with { Core = core };
    }

    private sealed class Collected
    {
        public List<Job> Jobs { get; } = [];

        public void Add(Job job, int core)
        {
            Assert.That(job.Core, Is.EqualTo(core), "processed on the core that it came from");
            Jobs.Add(job);
        }

        public void Check(int count)
        {
            Assert.That(Jobs, Has.Count.EqualTo(count));
            foreach (IGrouping<int, Job> jobs in Jobs.GroupBy(job => job.Key))
            {
                Assert.That(
                    jobs.Select(job => job.Number), Is.EqualTo(Enumerable.Range(0, jobs.Count())), $"key {jobs.Key}");
            }
        }
    }
}
