using Enso.Scheduler;
using Enso.Simulation;

namespace Enso.Tests.Scheduler.Actors;

/// <summary>Calls that a core's tasks run for code that is on none.</summary>
[TestFixture]
public sealed class TaskCallsTests
{
    private readonly List<string> _log = [];

    [SetUp]
    public void Clear() => _log.Clear();

    private Simulation<RoundRobin> Simulate(int tasks = 16) =>
        new(1, seed: 1, new ReactorOptions { Tasks = tasks, Log = _log.Add });

    [Test]
    public void What_a_call_returns_or_throws_is_known_outside()
    {
        Simulation<RoundRobin> simulation = Simulate();
        Task<int> returns = simulation[0].Start(Return);
        Task<int> throws = simulation[0].Start(Throw);
        simulation.Run();
        Assert.That(returns.Result, Is.EqualTo(17));
        Assert.That(throws.Exception!.InnerException, Is.InstanceOf<InvalidDataException>());
        Assert.That(_log, Is.Empty);
        Assert.That(simulation[0].Tasks, Is.Zero);

        static async ReactorTask<int> Return(TaskContext context)
        {
            await context.Yield();
            return 17;
        }

        static async ReactorTask<int> Throw(TaskContext context)
        {
            await context.Yield();
            throw new InvalidDataException("It is thrown.");
        }
    }

    [TestCase(true)]
    [TestCase(false)]
    public void A_call_that_a_halting_core_does_not_begin_or_finish_is_over(bool hasBegun)
    {
        Simulation<RoundRobin> simulation = Simulate();
        Task<int> call = simulation[0].Start(Wait);
        if (hasBegun)
        {
            simulation.Run();
        }

        simulation[0].Post(reactor => reactor.Halt());
        simulation.Run();
        Assert.That(simulation[0].HasHalted);
        Assert.That(
            call.Exception!.InnerException,
            hasBegun ? Is.InstanceOf<OperationCanceledException>() : Is.InstanceOf<CoreHaltedException>());
        Assert.That(() => simulation[0].Start(Wait), Throws.InstanceOf<CoreHaltedException>());
    }

    [TestCase(true)]
    [TestCase(false)]
    public void A_call_is_cancelled_before_and_after_it_has_begun(bool hasBegun)
    {
        Simulation<RoundRobin> simulation = Simulate();
        using CancellationTokenSource source = new();
        Task<int> call = simulation[0].Start(Wait, "waits", source.Token);
        if (hasBegun)
        {
            simulation.Run();
            Assert.That(simulation[0].ListTasks().Select(task => task.Name), Has.Member("waits"));
        }

        source.Cancel();
        simulation.Run();
        Assert.That(call.Exception!.InnerException, Is.InstanceOf<OperationCanceledException>());
        Assert.That(simulation[0].Tasks, Is.Zero);
    }

    // A call takes two places, one after the other.
    [TestCase(1, 2)]
    [TestCase(2, 1)]
    public void A_call_for_which_there_is_no_place_says_so(int free, int refused)
    {
        Simulation<RoundRobin> simulation = Simulate(tasks: 1 + free);
        Task<int>[] calls = [simulation[0].Start(Wait), simulation[0].Start(Wait)];
        simulation.Run();
        Assert.That(calls.Count(call => call.Exception?.InnerException is TaskLimitException), Is.EqualTo(refused));
    }

    private static async ReactorTask<int> Wait(TaskContext context)
    {
        await context.Woken();
        return 0;
    }
}
