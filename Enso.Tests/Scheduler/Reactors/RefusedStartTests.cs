using Enso.Scheduler;
using Enso.Simulation;

namespace Enso.Tests.Scheduler.Reactors;

/// <summary>A task that its core's discipline or its core's places refuse: whoever wanted it is told, and nothing is left of
/// it.</summary>
[TestFixture(typeof(StrictPriority))]
[TestFixture(typeof(Ageing))]
[TestFixture(typeof(FairShare))]
[TestFixture(typeof(DeficitRoundRobin))]
[TestFixture(typeof(Lottery))]
[TestFixture(typeof(Hierarchy<RoundRobin, RoundRobin>))]
public sealed class RefusedStartTests<TDiscipline>
    where TDiscipline : struct, IDiscipline<TDiscipline>
{
    private const int Places = 4;

    private static readonly TaskOptions s_refused =
        new() { Terms = new Terms { Priority = 64, Weight = 0, Group = 1000 } };

    private readonly List<string> _log = [];

    private Simulation<TDiscipline> Simulate(int cores = 1)
    {
        _log.Clear();
        return new(cores, seed: 1, new ReactorOptions { Tasks = Places, Log = _log.Add });
    }

    [Test]
    public void Terms_that_are_not_allowed_take_no_place()
    {
        Simulation<TDiscipline> simulation = Simulate();
        for (int i = 0; i < 2 * Places; i++)
        {
            Refused work = new();
            Assert.Throws<ArgumentOutOfRangeException>(() => simulation.Ask(0, reactor => reactor.Spawn(work, s_refused)));
            Assert.That(work.Told, Is.EqualTo(1));
        }

        Assert.That(simulation[0].Tasks, Is.Zero);
        simulation[0].Post(reactor => reactor.Halt());
        simulation.Run();
        Assert.That(simulation[0].HasHalted, "nothing is left that would have to end first");
    }

    [Test]
    public void The_parent_of_a_refused_task_goes_on_and_ends()
    {
        Simulation<TDiscipline> simulation = Simulate();
        bool hasRun = false;
        simulation.Ask(0, reactor => reactor.Spawn(new Parent(() => hasRun = true)));
        simulation.Run();
        Assert.That(hasRun);
        Assert.That(simulation[0].Tasks, Is.Zero);
        Assert.That(_log, Is.Empty);
    }

    [Test]
    public void A_core_that_has_no_place_left_says_so_to_the_work_too()
    {
        Simulation<TDiscipline> simulation = Simulate();
        Refused work = new();
        for (int i = 1; i < Places; i++)
        {
            simulation.Ask(0, reactor => reactor.Spawn(new Refused()));
        }

        Assert.Throws<TaskLimitException>(() => simulation.Ask(0, reactor => reactor.Spawn(work)));
        Assert.That(work.Told, Is.EqualTo(1));
    }

    [Test]
    public void Another_core_that_refuses_keeps_nothing()
    {
        Simulation<TDiscipline> simulation = Simulate(2);
        int refused = 0;
        simulation.Ask(0, reactor => reactor.Spawn(AskOften(reactor.Current)));
        simulation.Run();
        Assert.That(refused, Is.EqualTo(2 * Places));
        Assert.That(simulation[1].Tasks, Is.Zero);

        async ReactorTask AskOften(TaskContext context)
        {
            for (int i = 0; i < 2 * Places; i++)
            {
                try
                {
                    await context.SpawnOn(1, () => new Refused(), s_refused);
                }
                catch (RemoteException error) when (error.InnerException is ArgumentOutOfRangeException)
                {
                    refused++;
                }
            }
        }
    }

    private sealed class Parent(Action run) : Work
    {
        protected internal override Poll Poll(in TaskContext context)
        {
            TaskContext copy = context;
            Assert.Throws<ArgumentOutOfRangeException>(() => copy.Spawn(new Refused(), s_refused));
            run();
            return Enso.Scheduler.Poll.End;
        }
    }

    private sealed class Refused : Work
    {
        public int Told { get; private set; }

        protected internal override Poll Poll(in TaskContext context) => Enso.Scheduler.Poll.Wait;

        protected internal override void OnRefused() => Told++;
    }
}
