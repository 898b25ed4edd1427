using Enso.Scheduler;
using Enso.Simulation;
using Enso.Simulation.Workloads;

namespace Enso.Tests.Scheduler.Simulation;

/// <summary>Mistakes that are made on purpose, to see that the simulation finds them.</summary>
[TestFixture]
public sealed class PlantedBugTests
{
    private const int Seeds = 300;

    private static readonly WaitPromise s_inTurn = WaitPromise.InTurns(3);

    [Test]
    public void A_wake_up_that_is_lost_sometimes_is_found() =>
        Find<RoundRobin>(new Faults { LostWakes = 50 }, "a lost wake-up");

    [Test]
    public void A_core_that_sleeps_without_a_last_look_is_found() =>
        Find<RoundRobin>(new Faults { SkipsLastLook = true }, "a lost wake-up");

    [Test]
    public void A_core_that_sleeps_beyond_its_timers_is_found() =>
        Find<RoundRobin>(new Faults { ForgetsTimers = true }, "when a timer is due");

    [Test]
    public void A_message_that_is_dropped_when_the_ring_is_full_is_found() =>
        Find<RoundRobin>(new Faults { DropsWhenFull = true }, "which waits for|of which");

    [Test]
    public void A_name_that_is_taken_from_its_holder_is_found() =>
        Find<RoundRobin>(new Faults { TakesTakenNames = true }, "a name that has two holders");

    [Test]
    public void A_discipline_that_loses_an_entity_is_found() => Find<Losing>(Faults.None, "one is lost");

    [Test]
    public void A_discipline_that_hides_what_it_has_is_found() => Find<Hiding>(Faults.None, "has polled nothing");

    [Test]
    public void A_discipline_that_starves_an_entity_is_found() => Find<Starving<RoundRobin>>(Faults.None, "starves");

    [Test]
    public void Ageing_that_lets_nothing_rise_is_found() =>
        Find<StrictPriority>(Faults.None, "of priority [1-9]+ wants to run and starves", WorkloadRun.AgeingOf);

    [Test]
    public void Ageing_that_starves_an_entity_is_found() =>
        Find<Starving<RoundRobin>>(Faults.None, "since it has waited for", WorkloadRun.AgeingOf);

    [Test]
    public void Shares_that_starve_an_entity_are_found() =>
        Find<Starving<FairShare>>(Faults.None, "another task has used ns", _ => WaitPromise.InShares());

    [Test]
    public void Turns_that_starve_an_entity_are_found() =>
        Find<Starving<DeficitRoundRobin>>(Faults.None, "another task has used ns", WorkloadRun.TurnsOf);

    [Test]
    public void A_hierarchy_that_starves_an_entity_is_found() =>
        Find<Starving<Hierarchy<FairShare, RoundRobin>>>(
            Faults.None, "among the [0-9]+ of its group|another group has used ns", _ => WaitPromise.InGroups(true, 3));

    [Test]
    public void A_group_that_is_starved_is_found() =>
        Find<Hierarchy<Starving<RoundRobin>, Lottery>>(
            Faults.None, "another group has used polls", _ => WaitPromise.InGroups(false, 100));

    [Test]
    public void A_choice_that_looks_at_no_deadlines_is_found() =>
        Find<RoundRobin>(Faults.None, "that are due later", _ => WaitPromise.ByDeadline);

    [Test]
    public void A_device_that_forgets_requests_is_found() =>
        Find<RoundRobin>(new Faults { ForgetsRequests = true }, "of (requests|commands) to devices");

    [Test]
    public void A_driver_that_takes_back_what_its_device_still_has_is_found() =>
        Find<RoundRobin>(new Faults { ReclaimsTooEarly = true }, "was reclaimed while its device has it");

    [Test]
    public void A_process_that_forgets_questions_is_found() =>
        Find<RoundRobin>(new Faults { DropsQuestions = true }, "of questions|neither answered nor refused");

    [Test]
    public void A_question_that_ends_twice_is_found() =>
        Find<RoundRobin>(new Faults { AnswersTwice = true }, "has come to an end twice");

    [Test]
    public void Wrong_answers_and_sums_are_found() =>
        Find<RoundRobin>(new Faults { MixesAnswers = true }, "has the answer|has added");

    [Test]
    public void Messages_in_the_wrong_order_are_found() =>
        Find<RoundRobin>(new Faults { SwapsMessages = true }, "to one who waits for|of the same key");

    [Test]
    public void Messages_that_are_lost_are_found() =>
        Find<RoundRobin>(new Faults { LosesMessages = true }, "has brought|has ended after|of which [0-9]+ came out");

    [Test]
    public void Queues_that_never_end_are_found() =>
        Find<RoundRobin>(new Faults { LeavesQueuesOpen = true }, "(streams|observations): ");

    [Test]
    public void An_observer_that_never_leaves_is_found() =>
        Find<RoundRobin>(new Faults { KeepsObserving = true }, "is observed still");

    [Test]
    public void A_session_that_its_client_forgets_is_found() =>
        Find<RoundRobin>(new Faults { ForgetsSessions = true }, "of sessions");

    [Test]
    public void A_balancer_that_never_ends_is_found() =>
        Find<RoundRobin>(new Faults { LeavesBalancersOpen = true }, "of ends of balancers");

    [Test]
    public void A_failure_names_the_seed_and_says_what_shows_it_again()
    {
        SimulationException error = Assert.Throws<SimulationException>(() => WorkloadRun.Guard(
            "RoundRobin", WorkloadOptions.Of(17, 3), 3, () => throw new InvalidOperationException("something")))!;
        Assert.That(error.Message, Does.Contain("RoundRobin on 3 cores").And.Contain("seed 17").And.Contain("something"));
        Assert.That(error.Message, Does.Contain("./enso sim --seeds 1 --from 17 --cores 3 --trace"));
    }

    // Some seed shows it, and the same seed shows the same again.
    private static void Find<TDiscipline>(
        Faults faults, string what, Func<WorkloadOptions, WaitPromise>? promise = null)
        where TDiscipline : struct, IDiscipline<TDiscipline>
    {
        for (int seed = 0; seed < Seeds; seed++)
        {
            if (Run<TDiscipline>(seed, faults, promise) is { } message)
            {
                Assert.That(message, Does.Match(what));
                Assert.That(Run<TDiscipline>(seed, faults, promise), Is.EqualTo(message));
                TestContext.Out.WriteLine(message);
                return;
            }
        }

        Assert.Fail($"not found within {Seeds} seeds");
    }

    private static string? Run<TDiscipline>(int seed, Faults faults, Func<WorkloadOptions, WaitPromise>? promise)
        where TDiscipline : struct, IDiscipline<TDiscipline>
    {
        try
        {
            WorkloadOptions options = WorkloadOptions.Of(seed);
            _ = new Workload<TDiscipline>(options, promise?.Invoke(options) ?? s_inTurn, faults).Run();
            return null;
        }
        catch (SimulationException error)
        {
            // What is looked for.
            return error.Message;
        }
    }
}
