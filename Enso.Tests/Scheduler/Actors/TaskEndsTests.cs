using Enso.Queues;
using Enso.Scheduler;
using Enso.Simulation;

namespace Enso.Tests.Scheduler.Actors;

/// <summary>Tasks that wait at several ends of queues for the first that is ready.</summary>
[TestFixture]
public sealed class TaskEndsTests
{
    private readonly List<string> _log = [];

    [SetUp]
    public void Clear() => _log.Clear();

    private Simulation<RoundRobin> Simulate(int seed = 1) =>
        new(1, seed, new ReactorOptions { Tasks = 64, Log = _log.Add });

    private static Link<long, Vec<long>> MakeLink(int capacity = 4) => new(new QueueOptions { Capacity = capacity });

    private static bool IsToCall(object end) => ((IWaitable)end).Disarm();

    [Test]
    public void A_task_goes_on_with_whichever_end_is_ready([Range(1, 40)] int seed)
    {
        Random random = new(seed);
        Simulation<RoundRobin> simulation = Simulate(seed);
        Link<long, Vec<long>>[] links = [MakeLink(), MakeLink(), MakeLink()];
        List<long>[] read = [[], [], []];
        simulation.Ask(0, reactor => reactor.Spawn(Read(reactor)));
        long[] written = new long[3];
        for (int i = 0; i < 80; i++)
        {
            int link = random.Next(3);
            written[link] += links[link].Writer.TryPublish(written[link]) ? 1 : 0;
            for (int steps = random.Next(5); steps > 0; steps--)
            {
                simulation.Step();
            }

            if (random.Next(4) == 0)
            {
                simulation.Run();
                Assert.That(read.Select(messages => messages.Count), Is.EqualTo(written), "no wake-up is lost");
                Assert.That(simulation[0].Watches, Is.Zero, "a core that sleeps looks at nothing");
            }
        }

        Array.ForEach(links, link => link.Writer.Complete());
        simulation.Run();
        for (int link = 0; link < 3; link++)
        {
            Assert.That(read[link], Is.EqualTo(Enumerable.Range(0, (int)written[link])));
            Assert.That(IsToCall(links[link].Reader), Is.False);
        }

        Assert.That(simulation[0].Tasks, Is.Zero);
        Assert.That(_log, Is.Empty);

        async ReactorTask Read(Reactor reactor)
        {
            using TaskEnds ends = TaskEnds.Create(reactor, [.. links.Select(link => link.Reader)]);
            int open = 3;
            while (open > 0)
            {
                await ends.Ready();
                open = 0;
                for (int link = 0; link < 3; link++)
                {
                    while (links[link].Reader.TryNext(out long message))
                    {
                        read[link].Add(message);
                    }

                    bool isOpen = !links[link].Reader.IsCompleted;
                    ends.Await(link, isOpen);
                    open += isOpen ? 1 : 0;
                }
            }
        }
    }

    [Test]
    public void Ends_that_are_waited_at_no_more_can_be_waited_at_elsewhere()
    {
        Simulation<RoundRobin> simulation = Simulate();
        Link<long, Vec<long>> first = MakeLink();
        Link<long, Vec<long>> second = MakeLink();
        long read = 0;
        simulation.Ask(0, reactor => reactor.Spawn(ReadFirst(reactor)));
        simulation.Run();
        first.Writer.Publish(1);
        simulation.Run();
        Assert.That(simulation[0].Tasks, Is.Zero);
        Assert.That(IsToCall(first.Reader), Is.False, "it has called");
        Assert.That(IsToCall(second.Reader), Is.False, "it calls nobody who does not wait any more");

        simulation.Ask(0, reactor => reactor.Spawn(ReadSecond(reactor)));
        simulation.Run();
        second.Writer.Publish(2);
        simulation.Run();
        Assert.That(read, Is.EqualTo(2));
        Assert.That(_log, Is.Empty);

        async ReactorTask ReadFirst(Reactor reactor)
        {
            using TaskEnds ends = TaskEnds.Create(reactor, first.Reader, second.Reader);
            await ends.Ready();
        }

        async ReactorTask ReadSecond(Reactor reactor)
        {
            using TaskReader<long> reader = TaskReader<long>.Create(reactor, second.Reader);
            read = await reader.Next();
        }
    }

    [Test]
    public void A_task_that_is_cancelled_while_it_waits_may_wait_for_other_ends([Range(1, 20)] int seed)
    {
        Random random = new(seed);
        Simulation<RoundRobin> simulation = Simulate(seed);
        Link<long, Vec<long>> first = MakeLink();
        Link<long, Vec<long>> second = MakeLink();
        long read = 0;
        TaskId task = simulation.Ask(0, reactor => reactor.Spawn(Read(reactor)));
        simulation.Run();
        simulation[0].Post(reactor => reactor.Cancel(task));
        for (int steps = random.Next(12); steps > 0; steps--)
        {
            simulation.Step();
        }

        second.Writer.Publish(2);
        simulation.Run();
        Assert.That(read, Is.EqualTo(2));
        Assert.That(simulation[0].Tasks, Is.Zero);
        Assert.That(IsToCall(first.Reader), Is.False);

        async ReactorTask Read(Reactor reactor)
        {
            using TaskEnds ends = TaskEnds.Create(reactor, first.Reader, second.Reader);
            ends.Await(1, false);
            try
            {
                await ends.Ready();
            }
            catch (OperationCanceledException)
            {
                ends.Await(0, false);
                ends.Await(1, true);
            }

            while (!second.Reader.TryNext(out read))
            {
                await ends.Ready();
            }
        }
    }

    [Test]
    public void A_task_at_an_end_where_somebody_else_waits_fails_alone()
    {
        Simulation<RoundRobin> simulation = Simulate();
        Link<long, Vec<long>> first = MakeLink();
        Link<long, Vec<long>> second = MakeLink();
        int called = 0;
        Assert.That(((IWaitable)second.Reader).TryArm(() => called++));
        simulation.Ask(0, reactor => reactor.Spawn(Wait(reactor)));
        simulation.Run();
        Assert.That(_log.Single(), Does.Contain("waits already"));
        Assert.That(simulation[0].Tasks, Is.Zero);
        Assert.That(IsToCall(first.Reader), Is.False);

        second.Writer.Publish(1);
        Assert.That(called, Is.EqualTo(1));
        Assert.That(simulation.Ask(0, _ => 17), Is.EqualTo(17), "the core goes on");

        async ReactorTask Wait(Reactor reactor)
        {
            using TaskEnds ends = TaskEnds.Create(reactor, first.Reader, second.Reader);
            await ends.Ready();
        }
    }
}
