using Enso.Scheduler;

namespace Enso.Tests.Scheduler.Agreement;

/// <summary>Maps kept together in simulation, rightly and wrongly.</summary>
[TestFixture]
public sealed class AgreementSimulationTests
{
    private const int Seeds = 3000, Steps = 600;

    /// <summary>Commits at once, whoever has prepared.</summary>
    private sealed class TooFewVotes : CommitRule
    {
        public override bool MayCommit(ulong votes, ulong members, int count) => true;
    }

    /// <summary>Commits when those have prepared that it does not take for silent, however few.</summary>
    private sealed class NoQuorum : CommitRule
    {
        public override bool MayCommit(ulong votes, ulong members, int count) => (members & ~votes) == 0;
    }

    /// <summary>Prepares for a coordinator after having promised another not to.</summary>
    private sealed class BrokenPromise : CommitRule
    {
        public override bool MayVote(long view, long promised) => true;
    }

    [Test]
    public void Whatever_messages_and_cores_do_all_copies_agree_and_nothing_waits_for_ever()
    {
        long rounds = 0, elections = 0;
        for (int seed = 0; seed < Seeds; seed++)
        {
            AgreementSimulation simulation = new(seed, CommitRule.Right);
            simulation.Run(Steps);
            rounds += simulation.Rounds;
            elections += simulation.Elections;
        }

        TestContext.Out.WriteLine($"{Seeds} seeds, {rounds} rounds, {elections} elections");
        Assert.That(rounds, Is.GreaterThan(Seeds * 5L));
        Assert.That(elections, Is.GreaterThan(Seeds / 4L));
    }

    [Test]
    public void A_commit_without_all_votes_is_found() => AssertFound(new TooFewVotes());

    [Test]
    public void A_commit_without_a_quorum_is_found() => AssertFound(new NoQuorum());

    [Test]
    public void A_broken_promise_is_found() => AssertFound(new BrokenPromise());

    private static void AssertFound(CommitRule rule)
    {
        int seed = 0;
        string? found = null;
        for (; seed < Seeds && found is null; seed++)
        {
            try
            {
                new AgreementSimulation(seed, rule).Run(Steps);
            }
            catch (BrokenAgreementException broken)
            {
                found = broken.Message;
            }
        }

        TestContext.Out.WriteLine(found);
        Assert.That(found, Is.Not.Null, $"{Seeds} seeds found nothing");
    }
}
