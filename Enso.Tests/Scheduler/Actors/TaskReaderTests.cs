using Enso.Queues;
using Enso.Scheduler;
using Enso.Simulation;

namespace Enso.Tests.Scheduler.Actors;

/// <summary>Tasks that wait at the ends of queues.</summary>
[TestFixture]
public sealed class TaskReaderTests
{
    // On a busy machine a thread may stand still in a poll: that is no finding here.
    private static readonly ReactorOptions s_threaded = new() { PollBudget = long.MaxValue };

    private readonly List<string> _log = [];

    [SetUp]
    public void Clear() => _log.Clear();

    private Simulation<RoundRobin> Simulate(int cores, int seed = 1) =>
        new(cores, seed, new ReactorOptions { Tasks = 64, Log = _log.Add });

    private static Link<long, Vec<long>> MakeLink(int capacity = 4) => new(new QueueOptions { Capacity = capacity });

    [Test]
    public void A_task_goes_on_when_another_thread_publishes([Range(1, 60)] int seed)
    {
        Random random = new(seed);
        Simulation<RoundRobin> simulation = Simulate(2, seed);
        Link<long, Vec<long>> link = MakeLink();
        List<long> read = [];
        string? end = null;
        async ReactorTask Read(Reactor reactor)
        {
            TaskReader<long> reader = TaskReader<long>.Create(reactor, link.Reader);
            try
            {
                while (true)
                {
                    read.Add(await reader.Next());
                }
            }
            catch (QueueCompletedException error)
            {
                end = error.InnerException!.Message;
            }
        }

        simulation[1].Post(reactor => reactor.Spawn(Read(reactor)));
        for (long i = 0; i < 50;)
        {
            // As another thread would, at any step: also while the core falls asleep.
            if (link.Writer.TryPublish(i))
            {
                i++;
            }

            for (int steps = random.Next(6); steps > 0; steps--)
            {
                simulation.Step();
            }

            if (random.Next(4) == 0)
            {
                simulation.Run();
                Assert.That(read, Has.Count.EqualTo(i), "no wake-up is lost");
                Assert.That(simulation[1].Watches, Is.Zero, "a core that sleeps looks at nothing");
            }
        }

        link.Writer.Complete(new InvalidDataException("the end"));
        simulation.Run();
        Assert.That(read, Is.EqualTo(Enumerable.Range(0, 50)));
        Assert.That(end, Is.EqualTo("the end"));
        Assert.That(_log, Is.Empty);
    }

    [Test]
    public void Writers_wait_for_room_and_readers_for_messages([Range(1, 40)] int seed)
    {
        Simulation<RoundRobin> simulation = Simulate(2, seed);
        Link<long, Vec<long>> link = MakeLink(2);
        List<long> read = [];
        async ReactorTask Write(Reactor reactor)
        {
            TaskWriter<long> writer = TaskWriter<long>.Create(reactor, link.Writer);
            for (long i = 0; i < 100; i++)
            {
                await writer.Publish(i);
            }

            link.Writer.Complete();
        }

        async ReactorTask Read(Reactor reactor)
        {
            await foreach (long message in TaskReader<long>.Create(reactor, link.Reader))
            {
                read.Add(message);
            }
        }

        simulation[0].Post(reactor => reactor.Spawn(Write(reactor)));
        simulation[1].Post(reactor => reactor.Spawn(Read(reactor)));
        simulation.Run();
        Assert.That(read, Is.EqualTo(Enumerable.Range(0, 100)));
        Assert.That(simulation[0].Tasks + simulation[1].Tasks, Is.Zero);
        Assert.That(_log, Is.Empty);
    }

    [Test]
    public void A_task_that_is_cancelled_leaves_the_queue_to_the_next_one([Range(1, 30)] int seed)
    {
        Random random = new(seed);
        Simulation<RoundRobin> simulation = Simulate(1, seed);
        Link<long, Vec<long>> link = MakeLink();
        TaskReader<long> reader = TaskReader<long>.Create(simulation[0], link.Reader);
        List<string> read = [];
        async ReactorTask Read(string name) => read.Add($"{name}{await reader.Next()}");

        TaskId first = simulation.Ask(0, reactor => reactor.Spawn(Read("a")));
        if (random.Next(2) == 0)
        {
            simulation.Run();
        }

        simulation[0].Post(reactor => reactor.Cancel(first));
        simulation[0].Post(reactor => reactor.Spawn(Read("b")));
        for (int steps = random.Next(8); steps > 0; steps--)
        {
            simulation.Step();
        }

        simulation.Run();
        link.Writer.Publish(1);
        simulation.Run();
        Assert.That(read, Is.EqualTo(new[] { "b1" }));
        Assert.That(simulation[0].Tasks, Is.Zero);
        simulation.Ask(0, _ => { reader.Dispose(); return 0; });
        Assert.That(link.Reader.WaitAsync().IsCompleted, Is.False, "the reader can be waited for otherwise");
    }

    [Test]
    public void Two_tasks_at_one_end_are_refused()
    {
        Simulation<RoundRobin> simulation = Simulate(1);
        TaskReader<long> reader = TaskReader<long>.Create(simulation[0], MakeLink().Reader);
        async ReactorTask Read() => await reader.Next();

        simulation[0].Post(reactor => reactor.Spawn(Read()));
        simulation[0].Post(reactor => reactor.Spawn(Read()));
        simulation.Run();
        Assert.That(_log.Single(), Does.Contain("one task at a time"));
    }

    [Test]
    public void Waiting_at_a_queue_allocates_nothing_even_through_sleeps()
    {
        Simulation<RoundRobin> simulation = Simulate(1);
        Link<long, Vec<long>> link = MakeLink();
        long sum = 0;
        async ReactorTask Read(Reactor reactor)
        {
            TaskReader<long> reader = TaskReader<long>.Create(reactor, link.Reader);
            while (true)
            {
                sum += await reader.Next();
            }
        }

        long Publish(int count)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < count; i++)
            {
                link.Writer.TryPublish(1);
                while (simulation[0].Turn())
                {
                }

                simulation[0].BeginSleep();
                simulation[0].EndSleep();
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        simulation.Ask(0, reactor => reactor.Spawn(Read(reactor)));
        Publish(100);
        long allocated = Publish(500);
#if !DEBUG
        // In a build for debugging the compiler makes state machines objects.
        Assert.That(allocated, Is.Zero);
#else
        Assert.That(allocated, Is.GreaterThanOrEqualTo(0));
#endif
        Assert.That(sum, Is.EqualTo(600));
    }

    [Test]
    public void Cores_on_threads_sleep_and_are_woken_by_the_one_who_publishes()
    {
        const long Count = 20_000;
        Cluster cluster = new(1, s_threaded with { Log = _log.Add });
        Reactor<ThreadPlatform, RoundRobin> core = cluster.Add<ThreadPlatform, RoundRobin>(ThreadPlatform.Create(1)[0]);
        Link<long, Vec<long>> link = MakeLink(16);
        long sum = 0;
        async ReactorTask Read(Reactor reactor)
        {
            TaskReader<long> reader = TaskReader<long>.Create(reactor, link.Reader);
            while (await reader.Wait())
            {
                while (link.Reader.TryNext(out long message))
                {
                    sum += message;
                }
            }

            reactor.Halt();
        }

        core.Post(reactor => reactor.Spawn(Read(reactor)));
        Thread thread = new(core.Run) { IsBackground = true };
        thread.Start();
        for (long i = 1; i <= Count; i++)
        {
            link.Writer.Publish(i);
        }

        link.Writer.Complete();
        thread.Join();
        Assert.That(sum, Is.EqualTo(Count * (Count + 1) / 2));
        Assert.That(_log, Is.Empty);
    }
}
