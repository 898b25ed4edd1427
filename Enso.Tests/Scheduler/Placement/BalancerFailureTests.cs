using Enso.Queues;
using Enso.Scheduler;
using Enso.Simulation;

namespace Enso.Tests.Scheduler.Placement;

/// <summary>Balancers of which a core's part ends before all was processed.</summary>
[TestFixture]
public sealed class BalancerFailureTests
{
    private const int Count = 300;
    private const int Keys = 40;
    private const int BucketCount = 16;

    private readonly List<string> _log = [];

    [SetUp]
    public void Clear() => _log.Clear();

    [Test]
    public void All_are_told_why_when_a_message_makes_a_core_fail([Range(1, 60)] int seed)
    {
        Run run = new(seed, _log.Add, failsAt: seed * 4);
        run.Simulation.Run();
        run.RequireToldAll();
        Assert.That(run.Reasons, Is.All.InstanceOf<InvalidDataException>());
        Assert.That(run.Collected, Has.Count.LessThan(Count));
    }

    [Test]
    public void All_are_told_why_when_a_core_halts([Range(0, 60)] int steps)
    {
        // At first its part has not even begun.
        Run run = new(steps + 1, _log.Add, cores: 3, start: false);
        run.Simulation[1].Post(reactor => reactor.Spawn(run.Balancer.Incarnate()));
        for (int step = 0; step < steps; step++)
        {
            run.Simulation.Step();
        }

        run.Start(0, 2);
        run.Simulation[1].Post(reactor => reactor.Halt());
        run.Simulation.Run();
        run.RequireToldAll();
        Assert.That(run.Reasons, Is.All.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public void A_part_that_is_started_again_after_a_failure_is_told_of_it()
    {
        Run run = new(1, _log.Add, failsAt: 50);
        run.Simulation.Run();
        _log.Clear();
        run.Simulation[0].Post(reactor => reactor.Spawn(run.Balancer.Incarnate()));
        run.Simulation.Run();
        Assert.That(_log.Single(), Does.Contain("goes on no more").And.Contain("cannot be processed"));
    }

    [Test]
    public void The_way_out_can_be_opened_again_while_buckets_move([Range(1, 60)] int seed)
    {
        Run run = new(seed, _log.Add, opensOften: true);
        run.Simulation.Run();
        Assert.That(_log, Is.Empty);
        Assert.That(run.Collected, Has.Count.EqualTo(Count));
        Assert.That(run.End, Is.Null);
        run.RequireOrder();
        Assert.That(run.Balancer.Moves, Is.GreaterThan(10));
    }

    private sealed class Run
    {
        private readonly Random _random;
        private readonly bool _opensOften;
        private readonly int _cores;
        private bool _isHandedOut;

        public Run(
            int seed, Action<string> log, int cores = 0, int failsAt = int.MaxValue, bool opensOften = false, bool start = true)
        {
            _random = new Random(seed);
            _opensOften = opensOften;
            _cores = cores == 0 ? 2 + (seed % 4) : cores;
            Simulation = new Simulation<RoundRobin>(_cores, seed, new ReactorOptions { Tasks = 64, Log = log });
            Balancer = new Balancer<int, Job, Serving>(_cores, new Serving(failsAt), new BalancerOptions
            {
                Buckets = BucketCount,
                Polls = [3, 1],
                Capacity = 2 << _random.Next(4),
                Held = 1 + _random.Next(8),
                Batch = 1 + _random.Next(8),
            });
            if (start)
            {
                Start([.. Enumerable.Range(0, _cores)]);
            }
        }

        public Simulation<RoundRobin> Simulation { get; }

        public Balancer<int, Job, Serving> Balancer { get; }

        public List<Job> Collected { get; } = [];

        public Exception? HandEnd { get; private set; }

        public Exception? End { get; private set; }

        public IEnumerable<Exception?> Reasons => [HandEnd!.InnerException, End!.InnerException];

        public void Start(params int[] cores)
        {
            foreach (int core in cores)
            {
                Simulation[core].Post(reactor => reactor.Spawn(Balancer.Incarnate()));
            }

            Simulation[0].Post(reactor => reactor.Spawn(Hand(reactor.Current)));
            Simulation[_cores - 1].Post(reactor => reactor.Spawn(Collect(reactor.Current)));
        }

        public void RequireToldAll()
        {
            Assert.That(Enumerable.Range(0, _cores).Sum(core => Simulation[core].Tasks), Is.Zero, "nobody waits for ever");
            Assert.That(End, Is.InstanceOf<QueueCompletedException>());
            if (_isHandedOut)
            {
                // It had handed out all before.
                HandEnd = End;
            }

            Assert.That(HandEnd, Is.InstanceOf<QueueCompletedException>());
            RequireOrder();
        }

        public void RequireOrder()
        {
            foreach (IGrouping<int, Job> jobs in Collected.GroupBy(job => job.Key))
            {
                Assert.That(jobs.Select(job => job.Number), Is.Ordered.And.Unique, $"key {jobs.Key}");
            }
        }

        private async ReactorTask Hand(TaskContext context)
        {
            int[] numbers = new int[Keys];
            try
            {
                for (int i = 0; i < Count; i++)
                {
                    int key = _random.Next(Keys);
                    await Balancer.Hand(context, new Job(key, numbers[key]++, i));
                    if (_random.Next(4) == 0)
                    {
                        Balancer.TryMove(_random.Next(BucketCount), _random.Next(_cores));
                    }
                }

                Balancer.Complete();
                _isHandedOut = true;
            }
            catch (QueueCompletedException error)
            {
                HandEnd = error;
            }
        }

        private async ReactorTask Collect(TaskContext context)
        {
            try
            {
                while (await CollectSome(context))
                {
                }
            }
            catch (QueueCompletedException error)
            {
                End = error;
            }
        }

        private async ReactorTask<bool> CollectSome(TaskContext context)
        {
            using BalancerOutput<Job> output = Balancer.Open(context.Reactor);
            do
            {
                while (output.TryNext(out Job job, out int core))
                {
                    Assert.That(job.Core, Is.EqualTo(core), "processed on the core that it came from");
                    Collected.Add(job);
                    if (_opensOften && _random.Next(8) == 0)
                    {
                        return true;
                    }
                }
            }
            while (await output.Wait());
            return false;
        }
    }

    private readonly record struct Job(int Key, int Number, int Place)
    {
        public int Core { get; init; } = -1;
    }

    private readonly struct Serving(int failsAt) : IBalanced<int, Job>
    {
        public int KeyOf(in Job message) => message.Key;

        public int PriorityOf(in Job message) => message.Key % 2;

        public void Process(int core, ref Job message) => message = message.Place == failsAt
            ? throw new InvalidDataException("This message cannot be processed.")
            : message with { Core = core };
    }
}
