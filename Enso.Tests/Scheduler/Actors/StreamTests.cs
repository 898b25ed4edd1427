using Enso.Queues;
using Enso.Scheduler;
using Enso.Simulation;

namespace Enso.Tests.Scheduler.Actors;

/// <summary>Queues and tasks as the outside sees them: observables and asynchronous enumerables.</summary>
[TestFixture]
public sealed class StreamTests
{
    // On a busy machine a thread may stand still in a poll: that is no finding here.
    private static readonly ReactorOptions s_threaded = new() { PollBudget = long.MaxValue };

    private readonly List<string> _log = [];

    [SetUp]
    public void Clear() => _log.Clear();

    private Simulation<RoundRobin> Simulate(int seed = 1) =>
        new(1, seed, new ReactorOptions { Tasks = 64, Log = _log.Add });

    [Test]
    public void An_observer_is_told_no_more_than_it_has_asked_for([Range(1, 30)] int seed)
    {
        Random random = new(seed);
        Simulation<RoundRobin> simulation = Simulate(seed);
        Link<long, Vec<long>> link = new(new QueueOptions { Capacity = 4 });
        Listening observer = new();
        using ISubscription subscription =
            new QueueObservable<long>(simulation[0], link.Reader).Subscribe(observer, 0);
        long asked = 0;
        for (long i = 0; i < 60;)
        {
            i += link.Writer.TryPublish(i) ? 1 : 0;
            if (random.Next(3) == 0)
            {
                long more = 1 + random.Next(4);
                asked += more;
                subscription.Request(more);
            }

            if (random.Next(2) == 0)
            {
                simulation.Run();
                Assert.That(observer.Said, Has.Count.EqualTo(Math.Min(asked, i)));
            }
        }

        link.Writer.Complete();
        subscription.Request(long.MaxValue);
        simulation.Run();
        Assert.That(observer.Said.SkipLast(1), Is.EqualTo(Enumerable.Range(0, 60).Select(i => $"{i}")));
        Assert.That(observer.Said[^1], Is.EqualTo("completed"));
        Assert.That(simulation[0].Tasks, Is.Zero);
        Assert.That(_log, Is.Empty);
    }

    [Test]
    public void An_observer_on_another_core_holds_the_writer_back_by_what_it_asks_for([Range(1, 40)] int seed)
    {
        const int Capacity = 4;
        Simulation<RoundRobin> simulation = new(3, seed, new ReactorOptions { Tasks = 64, Log = _log.Add });
        Link<long, Vec<long>> link = new(new QueueOptions { Capacity = Capacity });
        Listening observer = new();
        long published = 0;
        ISubscription subscription = new QueueObservable<long>(simulation[1], link.Reader).Subscribe(observer, 0);
        simulation[0].Post(reactor => reactor.Spawn(Write(reactor, link, () => published++)));
        simulation.Run();
        Assert.That((published, observer.Said.Count), Is.EqualTo((Capacity, 0)));
        for (int asked = 3; asked <= 60; asked += 3)
        {
            // From a third core, three times one.
            simulation[2].Post(reactor => reactor.Spawn(Ask(reactor)));
            simulation.Run();
            Assert.That(observer.Said, Is.EqualTo(Enumerable.Range(0, asked).Select(i => $"{i}")));
            Assert.That(published, Is.EqualTo(asked + Capacity), "and the writer's core sleeps");
        }

        Assert.That(_log, Is.Empty);

        async ReactorTask Ask(Reactor reactor)
        {
            for (int i = 0; i < 3; i++)
            {
                subscription.Request(1);
                await reactor.Current.Yield();
            }
        }
    }

    [Test]
    public void A_loop_on_another_core_holds_the_writer_back_by_what_it_pulls([Range(1, 40)] int seed)
    {
        const int Capacity = 4;
        Simulation<RoundRobin> simulation = new(3, seed, new ReactorOptions { Tasks = 64, Log = _log.Add });
        Link<long, Vec<long>> link = new(new QueueOptions { Capacity = Capacity });
        List<long> pulled = [];
        long published = 0;
        long asked = 0;
        simulation[0].Post(reactor => reactor.Spawn(Write(reactor, link, () => published++)));
        TaskId puller = simulation.Ask(1, reactor => reactor.Spawn(Pull(reactor)));
        simulation.Run();
        Assert.That((published, pulled.Count), Is.EqualTo((Capacity, 0)));
        for (int count = 1; count <= 12; count++)
        {
            // From a third core, so many at a time.
            int more = count;
            simulation[2].Post(reactor => reactor.Spawn(Ask(reactor, more)));
            simulation.Run();
            Assert.That(pulled, Is.EqualTo(Enumerable.Range(0, (int)asked)));
            Assert.That(published, Is.EqualTo(asked + Capacity), "and the writer's core sleeps");
        }

        Assert.That(_log, Is.Empty);

        async ReactorTask Pull(Reactor reactor)
        {
            using TaskReader<long> reader = TaskReader<long>.Create(reactor, link.Reader);
            MessageEnumerator<long> messages = reader.GetAsyncEnumerator();
            while (true)
            {
                while (pulled.Count == asked)
                {
                    await reactor.Current.Woken();
                }

                Assert.That(await messages.MoveNextAsync(), Is.True);
                pulled.Add(messages.Current);
            }
        }

        async ReactorTask Ask(Reactor reactor, int more)
        {
            asked += more;
            await reactor.Current.Send(new Message { Kind = MessageKind.Wake, To = 1, Target = puller });
        }
    }

    [TestCase(1)]
    [TestCase(3)]
    [TestCase(8)]
    public async Task A_task_of_another_core_enumerates_so_many_at_a_time_and_no_more_are_produced(int most)
    {
        const int Capacity = 4;
        const int Count = 600;
        long produced = 0;
        using ThreadCores machine = new(2);
        IAsyncEnumerable<long> values = machine[0].ToAsyncEnumerable<long>(Produce, Capacity);
        long seen = await machine[1].Start(async context =>
        {
            long next = 0;
            await using IAsyncEnumerator<long> enumerator = values.GetAsyncEnumerator();
            bool goesOn = true;
            while (goesOn)
            {
                for (int pulled = 0; pulled < most && (goesOn = await enumerator.MoveNextAsync()); pulled++)
                {
                    Assert.That(context.Reactor, Is.SameAs(Reactor.Running), "the task goes on where it was");
                    Assert.That(enumerator.Current, Is.EqualTo(next++));
                }

                // Kept, and one in the hand of the one who publishes.
                Assert.That(Volatile.Read(ref produced), Is.LessThanOrEqualTo(next + Capacity + 1));
                await context.Yield();
            }

            return next;
        });
        Assert.That((seen, produced), Is.EqualTo((Count, Count)));
        Assert.That(machine.Log, Is.Empty);

        async ReactorTask Produce(TaskContext context, TaskWriter<long> writer)
        {
            Assert.That(context.Reactor.Core, Is.Zero);
            for (long i = 0; i < Count; i++)
            {
                Volatile.Write(ref produced, i + 1);
                await writer.Publish(i);
            }
        }
    }

    [Test]
    public void An_observer_hears_of_the_error_and_nothing_after_it_has_left()
    {
        Simulation<RoundRobin> simulation = Simulate();
        Link<long, Vec<long>> link = new(new QueueOptions { Capacity = 4 });
        QueueObservable<long> observable = new(simulation[0], link.Reader);
        Listening first = new();
        IDisposable subscription = observable.Subscribe(first);
        Assert.That(() => observable.Subscribe(new Listening()), Throws.InvalidOperationException);
        link.Writer.Publish(1);
        simulation.Run();
        subscription.Dispose();
        simulation.Run();
        link.Writer.Publish(2);
        simulation.Run();
        Assert.That(first.Said, Is.EqualTo(new[] { "1" }));
        Listening second = new();
        observable.Subscribe(second);
        link.Writer.Complete(new InvalidDataException("bad"));
        simulation.Run();
        Assert.That(second.Said, Is.EqualTo(new[] { "2", "bad" }));
        Assert.That(simulation[0].Tasks, Is.Zero);
        Assert.That(_log, Is.Empty);
    }

    [TestCase(int.MaxValue)]
    [TestCase(10)]
    public async Task A_task_produces_for_an_enumeration_and_ends_with_it(int most)
    {
        Cluster cluster = new(1, s_threaded with { Log = _log.Add });
        Reactor<ThreadPlatform, RoundRobin> core = cluster.Add<ThreadPlatform, RoundRobin>(ThreadPlatform.Create(1)[0]);
        Thread thread = new(core.Run) { IsBackground = true };
        thread.Start();
        long produced = 0;
        List<long> seen = [];
        async ReactorTask Produce(TaskContext context, TaskWriter<long> writer)
        {
            for (; produced < 1000; produced++)
            {
                await writer.Publish(produced);
            }

            throw new InvalidDataException("no more");
        }

        string? end = null;
        try
        {
            await foreach (long value in core.ToAsyncEnumerable<long>(Produce, capacity: 4))
            {
                seen.Add(value);
                if (seen.Count == most)
                {
                    break;
                }
            }
        }
        catch (InvalidDataException error)
        {
            end = error.Message;
        }

        core.Post(reactor => reactor.Halt());
        thread.Join();
        int expected = Math.Min(most, 1000);
        Assert.That(seen, Is.EqualTo(Enumerable.Range(0, expected)));
        Assert.That(end, Is.EqualTo(expected == most ? null : "no more"));
        Assert.That(produced, Is.LessThanOrEqualTo(expected + 5), "the task is held back");
        Assert.That(_log, Is.Empty);
    }

    [Test]
    public void An_observer_that_leaves_at_once_lets_another_come([Range(1, 20)] int seed)
    {
        Simulation<RoundRobin> simulation = Simulate(seed);
        Link<long, Vec<long>> link = new(new QueueOptions { Capacity = 4 });
        QueueObservable<long> observable = new(simulation[0], link.Reader);
        Listening first = new();
        IDisposable subscription = observable.Subscribe(first);
        for (int steps = seed % 5; steps > 0; steps--)
        {
            simulation.Step();
        }

        subscription.Dispose();
        simulation.Run();
        Listening second = new();
        observable.Subscribe(second);
        link.Writer.Publish(1);
        link.Writer.Complete();
        simulation.Run();
        Assert.That(first.Said, Is.Empty);
        Assert.That(second.Said, Is.EqualTo(new[] { "1", "completed" }));
        Assert.That(simulation[0].Tasks, Is.Zero);
        Assert.That(_log, Is.Empty);
    }

    [Test]
    public void An_observer_for_whom_there_is_no_place_is_told_and_lets_another_come([Values(0, 1)] int places)
    {
        Simulation<RoundRobin> simulation = Simulate();
        List<TaskId> tasks = [];
        while (simulation[0].Tasks < 64 - 1 - places)
        {
            tasks.Add(simulation.Ask(0, reactor => reactor.Spawn(Linger(reactor.Current))));
        }

        Link<long, Vec<long>> link = new(new QueueOptions { Capacity = 4 });
        QueueObservable<long> observable = new(simulation[0], link.Reader);
        Listening first = new();
        observable.Subscribe(first);
        simulation.Run();
        Assert.That(first.Said.Single(), Does.Contain("has 64 tasks"));
        simulation.Ask(0, reactor => tasks.TrueForAll(reactor.Cancel));
        Listening second = new();
        observable.Subscribe(second);
        link.Writer.Complete();
        simulation.Run();
        Assert.That(second.Said, Is.EqualTo(new[] { "completed" }));
        Assert.That(simulation[0].Tasks, Is.Zero);

        static async ReactorTask Linger(TaskContext context) => await context.Woken();
    }

    [Test]
    public void An_observer_may_observe_anew_when_it_is_told_of_the_end_and_a_core_that_has_halted_says_so()
    {
        Simulation<RoundRobin> simulation = Simulate();
        Link<long, Vec<long>> link = new(new QueueOptions { Capacity = 4 });
        QueueObservable<long> observable = new(simulation[0], link.Reader);
        Listening second = new();
        Listening first = new() { Completed = () => observable.Subscribe(second) };
        observable.Subscribe(first);
        link.Writer.Complete();
        simulation.Run();
        Assert.That(second.Said, Is.EqualTo(new[] { "completed" }));
        simulation[0].Post(reactor => reactor.Halt());
        simulation.Run();
        for (int i = 0; i < 2; i++)
        {
            Assert.That(() => observable.Subscribe(second), Throws.InstanceOf<CoreHaltedException>());
        }
    }

    [Test]
    public void An_enumeration_that_begins_while_its_core_halts_ends([Range(0, 20)] int steps)
    {
        Simulation<RoundRobin> simulation = Simulate(steps + 1);
        IAsyncEnumerator<long> values = simulation[0].ToAsyncEnumerable<long>(Produce).GetAsyncEnumerator();
        simulation.Ask(0, reactor => reactor.Spawn(Linger(reactor.Current)));
        simulation[0].Post(reactor => reactor.Halt());
        for (int i = 0; i < steps && !simulation[0].HasHalted; i++)
        {
            simulation.Step();
        }

        Task<bool> next = values.MoveNextAsync().AsTask();
        simulation.Run();
        Assert.That(simulation[0].HasHalted);
        Assert.That(async () => await next, Throws.InstanceOf<OperationCanceledException>()
            .Or.InstanceOf<CoreHaltedException>());

        async ReactorTask Produce(TaskContext context, TaskWriter<long> writer) => await context.Woken();

        // Cleans up for some turns.
        async ReactorTask Linger(TaskContext context)
        {
            try
            {
                await context.Woken();
            }
            finally
            {
                for (int i = 0; i < 5; i++)
                {
                    await context.Yield();
                }
            }
        }
    }

    // Publishes 0, 1, 2 and so on for ever, and says so each time.
    private static async ReactorTask Write(Reactor reactor, Link<long, Vec<long>> link, Action tell)
    {
        using TaskWriter<long> writer = TaskWriter<long>.Create(reactor, link.Writer);
        for (long next = 0; ; next++)
        {
            await writer.Publish(next);
            tell();
        }
    }

    private sealed class Listening : IObserver<long>
    {
        public List<string> Said { get; } = [];

        public Action? Completed { get; init; }

        public void OnCompleted()
        {
            Said.Add("completed");
            Completed?.Invoke();
        }

        public void OnError(Exception error) => Said.Add(error.Message);

        public void OnNext(long value) => Said.Add($"{value}");
    }
}
