using Enso.Scheduler;
using Enso.Simulation;

namespace Enso.Tests.Scheduler.Actors;

/// <summary>Values that come once.</summary>
[TestFixture]
public sealed class FutureTests
{
    private readonly List<string> _log = [];

    [SetUp]
    public void Clear() => _log.Clear();

    private Simulation<RoundRobin> Simulate(int cores, int seed = 1) =>
        new(cores, seed, new ReactorOptions { Tasks = 64, Log = _log.Add });

    [Test]
    public void Any_number_of_tasks_of_any_cores_await_a_future([Range(1, 40)] int seed)
    {
        Random random = new(seed);
        Simulation<RoundRobin> simulation = Simulate(3, seed);
        Future<int> future = new();
        int sum = 0;
        async ReactorTask Wait(Reactor reactor)
        {
            for (int yields = random.Next(20); yields > 0; yields--)
            {
                await reactor.Current.Yield();
            }

            int value = await future;
            sum += value;
        }

        for (int i = 0; i < 30; i++)
        {
            simulation[i % 3].Post(reactor => reactor.Spawn(Wait(reactor)));
        }

        int completer = random.Next(4);
        for (int steps = random.Next(200); steps > 0; steps--)
        {
            simulation.Step();
        }

        if (completer == 3)
        {
            future.TrySetResult(5);
        }
        else
        {
            simulation[completer].Post(_ => future.TrySetResult(5));
        }

        simulation.Run();
        Assert.That(sum, Is.EqualTo(150));
        Assert.That(future.TrySetResult(6), Is.False);
        Assert.That(future.TrySetException(new InvalidOperationException()), Is.False);
        Assert.That(_log, Is.Empty);
    }

    [Test]
    public async Task An_error_is_thrown_in_all_who_wait()
    {
        Simulation<RoundRobin> simulation = Simulate(1);
        Future<int> future = new();
        List<string> said = [];
        async ReactorTask Wait()
        {
            try
            {
                await future;
            }
            catch (InvalidDataException error)
            {
                said.Add(error.Message);
            }
        }

        simulation[0].Post(reactor => reactor.Spawn(Wait()));
        simulation[0].Post(reactor => reactor.Spawn(Wait()));
        simulation.Run();
        Task<int> outside = future.ToTask();
        future.TrySetException(new InvalidDataException("bad"));
        simulation.Run();
        Assert.That(said, Is.EqualTo(new[] { "bad", "bad" }));
        Assert.That(async () => await outside, Throws.TypeOf<InvalidDataException>());
        Future<int> other = new();
        other.TrySetResult(3);
        Assert.That(await other.ToTask(), Is.EqualTo(3));
    }

    [Test]
    public void A_task_that_is_cancelled_while_it_waits_is_not_woken_by_the_value_later([Range(1, 20)] int seed)
    {
        Simulation<RoundRobin> simulation = Simulate(2, seed);
        Future<int> first = new();
        Future<int> second = new();
        List<string> said = [];
        async ReactorTask Wait()
        {
            try
            {
                await first;
            }
            catch (OperationCanceledException)
            {
                said.Add("cancelled");
            }

            said.Add($"second {await second}");
        }

        TaskId task = simulation.Ask(0, reactor => reactor.Spawn(Wait()));
        simulation.Run();
        simulation[0].Post(reactor => reactor.Cancel(task));
        simulation.Run();
        simulation[1].Post(_ => first.TrySetResult(1));
        simulation.Run();
        Assert.That(said, Is.EqualTo(new[] { "cancelled" }));
        simulation[1].Post(_ => second.TrySetResult(2));
        simulation.Run();
        Assert.That(said, Is.EqualTo(new[] { "cancelled", "second 2" }));
        Assert.That(simulation[0].Tasks, Is.Zero);
    }

    [Test]
    public void Waiting_for_a_value_allocates_nothing()
    {
        Simulation<RoundRobin> simulation = Simulate(1);
        Future<int>[] futures = Array.ConvertAll(new int[600], _ => new Future<int>());
        long sum = 0;
        int at = 0;
        async ReactorTask Wait()
        {
            foreach (Future<int> future in futures)
            {
                sum += await future;
            }
        }

        simulation.Ask(0, reactor => reactor.Spawn(Wait()));
        long Complete(int count)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < count; i++)
            {
                futures[at++].TrySetResult(1);
                simulation[0].Turn();
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        simulation.Run();
        Complete(100);
        Assert.That(Complete(500), Is.Zero);
        Assert.That(sum, Is.EqualTo(600));
    }
}
