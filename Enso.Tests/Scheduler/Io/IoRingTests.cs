using Enso.Queues;
using Enso.Scheduler;
using Enso.Simulation;

namespace Enso.Tests.Scheduler.Io;

/// <summary>Requests to devices and their completions.</summary>
[TestFixture]
public sealed class IoRingTests
{
    // On a busy machine a thread may stand still in a poll: that is no finding here.
    private static readonly ReactorOptions s_threaded = new() { PollBudget = long.MaxValue };

    private readonly List<string> _log = [];

    [SetUp]
    public void Clear() => _log.Clear();

    private Simulation<RoundRobin> Simulate(int cores = 1, int seed = 1, int quantum = 64) => new(
        cores,
        seed,
        new ReactorOptions { Tasks = 64, Log = _log.Add, Quanta = new Quanta { Io = quantum } });

    private static async ReactorTask Ask(
        IoRing<string, Recorder> ring, string request, List<string> said, long timeout = long.MaxValue)
    {
        try
        {
            IoResult<string> result = await ring.Run(request, timeout);
            said.Add($"{request} {result.Status} {result.Value} {result.Request}".TrimEnd());
        }
        catch (Exception error)
        {
            said.Add($"{request} {error.GetType().Name}");
            throw;
        }
    }

    [Test]
    public void A_device_never_has_more_requests_than_its_depth_and_gets_them_in_order()
    {
        Simulation<RoundRobin> simulation = Simulate();
        Recorder device = new();
        IoRing<string, Recorder> ring = new(simulation[0], device, depth: 2);
        List<string> said = [];
        foreach (string request in (string[])["a", "b", "c", "d"])
        {
            simulation[0].Post(reactor => reactor.Spawn(Ask(ring, request, said)));
        }

        simulation.Run();
        Assert.That(device.Begun.Select(begun => begun.Request), Is.EqualTo(["a", "b"]));
        Assert.That((ring.InFlight, ring.Waiting), Is.EqualTo((2, 2)));
        Assert.That(ring.TryComplete(device.Begun[1].Tag, 7));
        simulation.Run();
        Assert.That(said, Is.EqualTo(["b Completed 7 b"]));
        Assert.That(device.Begun.Select(begun => begun.Request), Is.EqualTo(["a", "b", "c"]));
        Assert.That(device.Begun[2].Tag.Slot, Is.EqualTo(device.Begun[1].Tag.Slot), "its place is used again");
        Assert.That(device.Begun[2].Tag, Is.EqualTo(ring.TagOf(device.Begun[2].Tag.Slot)));
        Assert.That(ring.TryComplete(device.Begun[0].Tag, -5));
        Assert.That(ring.TryComplete(device.Begun[2].Tag, 8));
        simulation.Run();
        Assert.That(ring.TryComplete(device.Begun[3].Tag, 9));
        simulation.Run();
        Assert.That(said, Is.EqualTo(["b Completed 7 b", "a Completed -5 a", "c Completed 8 c", "d Completed 9 d"]));
        Assert.That((ring.InFlight, ring.Waiting), Is.EqualTo((0, 0)));
        Assert.That((ring.Submitted, ring.Returned, ring.Reclaimed), Is.EqualTo((4, 4, 0)));
    }

    [Test]
    public void A_completion_that_comes_twice_or_for_nothing_is_refused_and_counted()
    {
        Simulation<RoundRobin> simulation = Simulate();
        Recorder device = new();
        IoRing<string, Recorder> ring = new(simulation[0], device, depth: 1);
        List<string> said = [];
        simulation[0].Post(reactor => reactor.Spawn(Ask(ring, "a", said)));
        simulation[0].Post(reactor => reactor.Spawn(Ask(ring, "b", said)));
        simulation.Run();
        IoTag first = device.Begun[0].Tag;
        Assert.That(IoTag.FromWord(first.Word), Is.EqualTo(first));
        Assert.That(ring.TryComplete(first, 1));
        Assert.That(ring.TryComplete(first, 2), Is.False, "before the core has taken the first");
        simulation.Run();
        Assert.That(ring.TryComplete(first, 3), Is.False, "the place is another request's");
        Assert.That(ring.TryComplete(new IoTag(1, 1), 4), Is.False, "there is no such place");
        simulation.Run();
        Assert.That(said, Is.EqualTo(["a Completed 1 a"]));
        Assert.That(ring.Refused, Is.EqualTo(3));
    }

    [Test]
    public void A_request_whose_time_is_over_keeps_its_place_until_the_device_has_done_with_it()
    {
        Simulation<RoundRobin> simulation = Simulate();
        Recorder device = new();
        IoRing<string, Recorder> ring = new(simulation[0], device, depth: 1);
        List<string> said = [];
        simulation[0].Post(reactor => reactor.Spawn(Ask(ring, "a", said, 1000)));
        simulation[0].Post(reactor => reactor.Spawn(Ask(ring, "b", said, 500)));
        simulation[0].Post(reactor => reactor.Spawn(Ask(ring, "c", said)));
        simulation.Run();
        Assert.That(said, Is.EquivalentTo(["a TimedOut 0", "b TimedOut 0"]));
        Assert.That(device.GivenUp, Is.EqualTo([device.Begun[0].Tag]));
        Assert.That(device.Reclaimed, Is.EqualTo(["b"]), "it was never the device's; the other one still is");
        Assert.That((ring.InFlight, ring.Waiting), Is.EqualTo((1, 1)));
        Assert.That(ring.TryComplete(device.Begun[0].Tag, 1));
        simulation.Run();
        Assert.That(device.Reclaimed, Is.EqualTo(["b", "a"]));
        Assert.That(device.Begun[^1].Request, Is.EqualTo("c"));
        Assert.That((ring.InFlight, ring.Waiting, ring.Reclaimed), Is.EqualTo((1, 0, 2)));
    }

    [TestCase(0)]
    [TestCase(1)]
    public void A_task_that_is_cancelled_goes_on_at_once_and_its_request_is_reclaimed_later(int which)
    {
        Simulation<RoundRobin> simulation = Simulate();
        Recorder device = new();
        IoRing<string, Recorder> ring = new(simulation[0], device, depth: 1);
        List<string> said = [];
        TaskId[] tasks = new TaskId[2];
        simulation[0].Post(reactor => tasks[0] = reactor.Spawn(Ask(ring, "a", said)));
        simulation[0].Post(reactor => tasks[1] = reactor.Spawn(Ask(ring, "b", said)));
        simulation.Run();
        simulation[0].Post(reactor => reactor.Cancel(tasks[which]));
        simulation.Run();
        Assert.That(said, Is.EqualTo([$"{(which == 0 ? "a" : "b")} OperationCanceledException"]));
        Assert.That(device.Reclaimed, Has.Count.EqualTo(which));
        Assert.That(ring.TryComplete(device.Begun[0].Tag, 1));
        simulation.Run();
        Assert.That(ring.Reclaimed, Is.EqualTo(1));
        Assert.That(ring.InFlight, Is.EqualTo(which == 0 ? 1 : 0));
        Assert.That(_log, Is.Empty);
    }

    [Test]
    public void A_driver_that_refuses_a_request_throws_to_its_task_and_the_next_one_goes_on()
    {
        Simulation<RoundRobin> simulation = Simulate();
        Recorder device = new();
        IoRing<string, Recorder> ring = new(simulation[0], device, depth: 1);
        List<string> said = [];
        simulation[0].Post(reactor => reactor.Spawn(Ask(ring, "bad", said)));
        simulation[0].Post(reactor => reactor.Spawn(Ask(ring, "good", said)));
        simulation.Run();
        Assert.That(ring.TryComplete(device.Begun.Single().Tag, 1));
        simulation.Run();
        Assert.That(said, Is.EqualTo(["bad InvalidDataException", "good Completed 1 good"]));
        Assert.That(device.Reclaimed, Is.EqualTo(["bad"]));
        Assert.That(ring.InFlight, Is.Zero);
    }

    [TestCase(1)]
    [TestCase(3)]
    public void A_turn_takes_no_more_completions_than_its_quantum(int quantum)
    {
        Simulation<RoundRobin> simulation = Simulate(quantum: quantum);
        Recorder device = new();
        IoRing<string, Recorder> ring = new(simulation[0], device, depth: 9);
        List<string> said = [];
        for (int i = 0; i < 9; i++)
        {
            string request = $"{i}";
            simulation[0].Post(reactor => reactor.Spawn(Ask(ring, request, said)));
        }

        simulation.Run();
        device.Begun.ForEach(begun => ring.TryComplete(begun.Tag, 0));
        for (int turns = 1; turns <= 9 / quantum; turns++)
        {
            simulation[0].Turn();
            Assert.That(ring.InFlight, Is.EqualTo(9 - (turns * quantum)));
        }
    }

    [Test]
    public void Requests_with_a_time_limit_allocate_nothing()
    {
        Simulation<RoundRobin> simulation = Simulate();
        IoRing<long, Instant> ring = null!;
        ring = new(simulation[0], new Instant((tag, value) => ring.TryComplete(tag, value)), depth: 2);
        long allocated = -1;
        long sum = 0;
        simulation.Ask(0, reactor => reactor.Spawn(Read()));
        while (simulation[0].Turn())
        {
        }

        Assert.That((ring.Returned, sum), Is.EqualTo((700, 700 * 699 / 2)));
#if !DEBUG
        // In a build for debugging the compiler makes state machines objects.
        Assert.That(allocated, Is.Zero);
#else
        Assert.That(allocated, Is.GreaterThanOrEqualTo(0));
#endif

        async ReactorTask Read()
        {
            long before = 0;
            for (long i = 0; i < 700; i++)
            {
                if (i == 100)
                {
                    before = GC.GetAllocatedBytesForCurrentThread();
                }

                sum += (await ring.Run(i, 1_000_000_000)).Value;
            }

            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Test]
    public void A_thread_serves_the_requests_of_a_core_and_each_comes_to_one_end()
    {
        const int Tasks = 8;
        const int Count = 2_000;
        Cluster cluster = new(1, s_threaded with { Log = _log.Add });
        Reactor<ThreadPlatform, RoundRobin> core = cluster.Add<ThreadPlatform, RoundRobin>(ThreadPlatform.Create(1)[0]);
        long reclaimed = 0;
        IoRing<long, IoQueueDriver<long>> ring = new(core, new IoQueueDriver<long>(4, _ => reclaimed++), depth: 4);
        long completed = 0;
        long timedOut = 0;
        int left = Tasks;
        for (int i = 0; i < Tasks; i++)
        {
            long patience = i % 2 == 0 ? long.MaxValue : 20_000;
            core.Post(reactor => reactor.Spawn(Read(reactor, patience)));
        }

        Thread device = new(Serve);
        device.Start();
        Thread thread = new(core.Run);
        thread.Start();
        device.Join();
        thread.Join();
        Assert.That(completed + timedOut, Is.EqualTo(Tasks * Count));
        Assert.That(reclaimed, Is.EqualTo(timedOut));
        Assert.That((ring.InFlight, ring.Refused), Is.EqualTo((0, 0)));
        Assert.That(_log, Is.Empty);

        void Serve()
        {
            Reader<IoEntry<long>, Vec<IoEntry<long>>> entries = ring.Driver.Entries;
            while (entries.WaitForMessage())
            {
                IoEntry<long> entry = entries.Next();
                if (!entry.IsCancel && !ring.TryComplete(entry.Tag, -entry.Request))
                {
                    throw new InvalidOperationException($"request {entry.Tag} was completed before");
                }
            }
        }

        async ReactorTask Read(Reactor reactor, long patience)
        {
            for (long i = 1; i <= Count; i++)
            {
                IoResult<long> result = await ring.Run(i, patience);
                Assert.That(result.Value, Is.EqualTo(result.Status == IoStatus.Completed ? -i : 0));
                _ = result.Status == IoStatus.Completed ? completed++ : timedOut++;
            }

            if (--left == 0)
            {
                while (ring.InFlight != 0)
                {
                    await reactor.Current.Yield();
                }

                ring.Driver.Complete();
                reactor.Halt();
            }
        }
    }

    private readonly struct Recorder() : IIoDriver<string>
    {
        public List<(IoTag Tag, string Request)> Begun { get; } = [];

        public List<IoTag> GivenUp { get; } = [];

        public List<string> Reclaimed { get; } = [];

        public void Submit(IoTag tag, ref string request)
        {
            if (request == "bad")
            {
                throw new InvalidDataException(request);
            }

            Begun.Add((tag, request));
        }

        public void Cancel(IoTag tag) => GivenUp.Add(tag);

        public void Reclaim(ref string request) => Reclaimed.Add(request);
    }

    // Completes each request before its submission is over.
    private readonly struct Instant(Action<IoTag, long> complete) : IIoDriver<long>
    {
        public void Submit(IoTag tag, ref long request) => complete(tag, request);

        public void Cancel(IoTag tag)
        {
        }

        public void Reclaim(ref long request)
        {
        }
    }
}
