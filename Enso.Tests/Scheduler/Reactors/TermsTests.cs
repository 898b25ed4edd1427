using Enso.Scheduler;
using Enso.Simulation;

namespace Enso.Tests.Scheduler.Reactors;

/// <summary>What tasks ask their core's discipline for, and what it knows of them.</summary>
[TestFixture]
public sealed class TermsTests
{
    private const long Millisecond = 1_000_000;

    private readonly List<string> _log = [];

    [SetUp]
    public void Clear() => _log.Clear();

    private Simulation<TDiscipline> Simulate<TDiscipline>()
        where TDiscipline : struct, IDiscipline<TDiscipline> =>
        new(1, seed: 1, new ReactorOptions { Tasks = 8, Log = _log.Add, PollBudget = long.MaxValue });

    [Test]
    public void Periodic_tasks_meet_their_deadlines_when_each_period_has_its_own()
    {
        Simulation<EarliestDeadline> simulation = Simulate<EarliestDeadline>();
        int periods = 0;
        long late = 0;
        simulation[0].Post(reactor =>
        {
            // Almost a full load: 0.5 + 0.45.
            reactor.Spawn(RunPeriodically(reactor.Current, slices: 20, period: 4 * Millisecond));
            reactor.Spawn(RunPeriodically(reactor.Current, slices: 27, period: 6 * Millisecond));
        });
        simulation.Run();
        Assert.That(periods, Is.EqualTo(200));
        Assert.That(late, Is.Zero);
        Assert.That(_log, Is.Empty);

        async ReactorTask RunPeriodically(TaskContext context, int slices, long period)
        {
            long deadline = context.Reactor.Now + period;
            context.SetTerms(new Terms { Deadline = deadline });
            for (int i = 0; i < 100; i++)
            {
                for (int slice = 0; slice < slices; slice++)
                {
                    simulation.Spend(Millisecond / 10);
                    await context.Yield();
                }

                periods++;
                late += context.Reactor.Now > deadline ? 1 : 0;

                // Before it waits: it is chosen by this when it comes back.
                long release = deadline;
                deadline += period;
                context.SetTerms(new Terms { Deadline = deadline });
                await context.Until(release);
            }
        }
    }

    [Test]
    public void A_ready_task_goes_by_its_new_terms_at_once()
    {
        Simulation<StrictPriority> simulation = Simulate<StrictPriority>();
        List<string> said = [];
        simulation[0].Post(reactor =>
        {
            reactor.Spawn(new Saying("first", said), Priority(5));
            TaskId second = reactor.Spawn(new Saying("second", said), Priority(9));
            Assert.That(reactor.SetTerms(second, new Terms { Priority = 1 }));
            Assert.That(reactor.SetTerms(TaskId.None, new Terms()), Is.False);
        });
        simulation.Run();
        Assert.That(said, Is.EqualTo(new[] { "second", "first" }));

        static TaskOptions Priority(int priority) => new() { Terms = new Terms { Priority = priority } };
    }

    [Test]
    public void Terms_that_are_not_allowed_change_nothing()
    {
        Simulation<StrictPriority> simulation = Simulate<StrictPriority>();
        List<string> said = [];
        TaskId ready = default;
        simulation[0].Post(reactor =>
        {
            ready = reactor.Spawn(new Saying("said", said));
            Assert.Throws<ArgumentOutOfRangeException>(() => reactor.SetTerms(ready, new Terms { Priority = 64 }));
            reactor.Spawn(Change(reactor.Current));
        });
        simulation.Run();
        Assert.That(said, Is.EqualTo(new[] { "said", "refused" }));
        Assert.That(_log, Is.Empty);

        async ReactorTask Change(TaskContext context)
        {
            await context.Yield();
            try
            {
                context.SetTerms(new Terms { Priority = -1 });
            }
            catch (ArgumentOutOfRangeException)
            {
                said.Add("refused");
            }

            await context.Yield();
        }
    }

    [Test]
    public void A_new_task_owes_nothing_of_what_the_one_before_in_its_place_used_in_a_fair_share() =>
        NothingIsOwed<FairShare>();

    [Test]
    public void A_new_task_owes_nothing_of_what_the_one_before_in_its_place_used_in_turns_by_deficit() =>
        NothingIsOwed<DeficitRoundRobin>();

    [Test]
    public void A_new_task_owes_nothing_of_what_the_one_before_in_its_place_used_in_a_hierarchy() =>
        NothingIsOwed<Hierarchy<RoundRobin, FairShare>>();

    private void NothingIsOwed<TDiscipline>()
        where TDiscipline : struct, IDiscipline<TDiscipline>
    {
        Simulation<TDiscipline> simulation = Simulate<TDiscipline>();
        List<string> said = [];
        simulation[0].Post(reactor => reactor.Spawn(Run(reactor.Current, "hog", 5000 * Millisecond, 1)));
        simulation.Run();
        simulation[0].Post(reactor =>
        {
            reactor.Spawn(Run(reactor.Current, "a", Millisecond, 20));
            reactor.Spawn(Run(reactor.Current, "b", Millisecond, 20));
        });
        simulation.Run();
        Assert.That(said[0], Is.EqualTo("hog"));
        Assert.That(said.Skip(1).Take(20).Count(name => name == "a"), Is.InRange(8, 12), string.Concat(said));

        async ReactorTask Run(TaskContext context, string name, long time, int times)
        {
            for (int i = 0; i < times; i++)
            {
                said.Add(name);
                simulation.Spend(time);
                await context.Yield();
            }
        }
    }

    private sealed class Saying(string what, List<string> said) : Work
    {
        protected internal override Poll Poll(in TaskContext context)
        {
            said.Add(what);
            return Enso.Scheduler.Poll.End;
        }
    }
}
