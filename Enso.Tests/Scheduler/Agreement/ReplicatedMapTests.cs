using Enso.Scheduler;

namespace Enso.Tests.Scheduler.Agreement;

/// <summary>A map on several cores, step by step.</summary>
[TestFixture]
public sealed class ReplicatedMapTests
{
    private const long Timeout = 1000;

    private static Change<string, int> Put(string key, int value) => Change<string, int>.Put(key, value);

    [Test]
    public void A_round_costs_three_messages_for_each_other_core_and_one_more_if_another_proposes(
        [Values(1, 2, 4, 8, 64)] int cores)
    {
        Cluster cluster = new(cores, Timeout);
        cluster[0].TryPropose(Put("a", 1), out _);
        Assert.That(cluster.Deliver(), Is.EqualTo(3 * (cores - 1)));
        cluster[cores - 1].TryPropose(Put("b", 2), out _);
        Assert.That(cluster.Deliver(), Is.EqualTo(cores == 1 ? 0 : (3 * (cores - 1)) + 1));
        Assert.That(cluster.All(map => map.TryGet("a", out int a) && a == 1 && map.TryGet("b", out int b) && b == 2));
        Assert.That(cluster.All(map => !map.NeedsTime && map.Version == 2));
    }

    [Test]
    public void Nothing_is_sent_while_nothing_is_proposed()
    {
        Cluster cluster = new(4, Timeout);
        cluster.Pass(Timeout * 10);
        Assert.That(cluster.Sent, Is.Zero);
    }

    [Test]
    public void Changes_proposed_together_and_during_a_round_share_rounds()
    {
        Cluster cluster = new(3, Timeout);
        Assert.That(cluster[1].TryPropose([Put("a", 1), Put("b", 2), Put("c", 3)], out long first) && first == 1);
        for (int i = 0; i < 10; i++)
        {
            cluster[1].TryPropose(Put("d", i), out _);
        }

        cluster.Deliver();
        Assert.That(cluster[2].Version, Is.EqualTo(2));
        Assert.That(cluster[2].TryGet("d", out int value) && value == 9);
        Assert.That(cluster.OutcomesOf(1).Select(outcome => outcome.Proposal), Is.EqualTo(Enumerable.Range(1, 13)));
    }

    [Test]
    public void Of_proposals_for_one_key_at_once_one_wins_and_the_others_are_told_which()
    {
        Cluster cluster = new(5, Timeout);
        for (int core = 4; core >= 0; core--)
        {
            cluster[core].TryPropose(Change<string, int>.PutIfAbsent("console", core), out _);
        }

        cluster.Deliver();
        Outcome<int>[] outcomes = [.. Enumerable.Range(0, 5).SelectMany(cluster.OutcomesOf)];
        Assert.That(outcomes, Has.Length.EqualTo(5));
        Assert.That(outcomes.Count(outcome => outcome.IsDone), Is.EqualTo(1));
        Assert.That(outcomes.Select(outcome => outcome.Value).Distinct().Count(), Is.EqualTo(1));
        Assert.That(outcomes[outcomes[0].Value].IsDone);
    }

    [Test]
    public void Each_kind_of_change_does_what_it_says()
    {
        Cluster cluster = new(1, Timeout);
        cluster[0].TryPropose(
            [
                Change<string, int>.CompareAndPut("k", 1, 0), Put("k", 5), Change<string, int>.CompareAndPut("k", 6, 5),
                Change<string, int>.PutIfAbsent("k", 7), Change<string, int>.CompareAndRemove("k", 5),
                Change<string, int>.Remove("k"), Change<string, int>.Remove("k"),
                Change<string, int>.PutIfAbsent("k", 8),
                Change<string, int>.CompareAndRemove("k", 8),
            ],
            out _);
        Assert.That(cluster.OutcomesOf(0), Is.EqualTo(new[]
        {
            new Outcome<int>(1, false, false, 0), new Outcome<int>(2, true, true, 5),
            new Outcome<int>(3, true, true, 6), new Outcome<int>(4, false, true, 6),
            new Outcome<int>(5, false, true, 6), new Outcome<int>(6, true, false, 0),
            new Outcome<int>(7, false, false, 0), new Outcome<int>(8, true, true, 8),
            new Outcome<int>(9, true, false, 0),
        }));
        Assert.That(cluster[0].Count, Is.Zero);
    }

    [Test]
    public void A_round_goes_on_without_a_silent_core_which_is_reported_and_brought_up_to_date([Values] bool missesOne)
    {
        Cluster cluster = new(4, Timeout);
        cluster.Stop(3);
        cluster[1].TryPropose(Put("a", 1), out _);
        cluster.Pass(Timeout / 2);
        Assert.That(cluster.OutcomesOf(1), Is.Empty);
        cluster.Pass(Timeout);
        Assert.That(cluster.OutcomesOf(1), Has.Count.EqualTo(1));
        Assert.That(cluster.EventsOf(2), Does.Contain(new AgreementEvent(AgreementEventKind.Silent, 3)));
        for (int i = 0; i < (missesOne ? 0 : 3); i++)
        {
            cluster[2].TryPropose(Put("b", i), out _);
            cluster.Deliver();
        }

        cluster.Start(3);
        cluster.Pass(Timeout);
        Assert.That(cluster.All(map => map.Version == (missesOne ? 1 : 4) && map.Silent == 0 && map.Coordinator == 0));
        Assert.That(cluster[3].TryGet("a", out int value) && value == 1);
        Assert.That(cluster.EventsOf(2), Does.Contain(new AgreementEvent(AgreementEventKind.Returned, 3)));
    }

    [Test]
    public void Another_core_takes_over_from_a_silent_coordinator_and_finishes_its_round()
    {
        Cluster cluster = new(3, Timeout);
        cluster[0].TryPropose(Put("a", 1), out _);

        // Prepared on core 1 when the coordinator stops; the votes are lost.
        cluster.Deliver(0, 1);
        cluster.Stop(0);
        cluster.Pass(Timeout * 4);
        Assert.That(cluster[1].TryGet("a", out _) && cluster[2].TryGet("a", out _));
        Assert.That(cluster[2].Coordinator, Is.Not.Zero);
        cluster.Start(0);
        cluster.Pass(Timeout);
        Assert.That(cluster.OutcomesOf(0), Is.EqualTo(new[] { new Outcome<int>(1, true, true, 1) }));
        Assert.That(cluster.All(map => map.Version == 1 && !map.NeedsTime));
    }

    [Test]
    public void Without_a_quorum_nothing_is_committed_and_the_caller_is_told()
    {
        Cluster cluster = new(2, Timeout);
        cluster.Stop(0);
        cluster[1].TryPropose(Put("a", 1), out _);
        cluster.Pass(Timeout * 6);
        Assert.That(cluster[1].Version, Is.Zero);
        Assert.That(cluster.EventsOf(1), Does.Contain(new AgreementEvent(AgreementEventKind.QuorumLost, 1)));
        cluster.Start(0);

        // It has tried in vain, and waits for longer each time.
        cluster.Pass(Timeout * 16);
        Assert.That(cluster.All(map => map.Version == 1));
        Assert.That(cluster.EventsOf(1), Does.Contain(new AgreementEvent(AgreementEventKind.QuorumRegained, 1)));

        // The half with core 0 is a quorum.
        cluster.Stop(1);
        cluster[0].TryPropose(Put("a", 2), out _);
        cluster.Pass(Timeout * 6);
        Assert.That(cluster[0].Version, Is.EqualTo(2));
    }

    [Test]
    public void Too_many_proposals_are_refused_until_there_are_outcomes()
    {
        Cluster cluster = new(2, Timeout, pending: 2);
        Assert.That(cluster[1].TryPropose(Put("a", 1), out _) && cluster[1].TryPropose(Put("b", 1), out _));
        Assert.That(cluster[1].TryPropose(Put("c", 1), out _), Is.False);
        cluster.Deliver();
        Assert.That(cluster[1].TryPropose(Put("c", 1), out long proposal) && proposal == 3);
    }

    [Test]
    public void Reading_and_idle_time_allocate_nothing()
    {
        Cluster cluster = new(3, Timeout);
        cluster[0].TryPropose(Put("a", 1), out _);
        cluster.Deliver();
        ReplicatedMap<string, int> map = cluster[2];
        long before = 0;
        for (int round = 1; round <= 2; round++)
        {
            before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 1000; i++)
            {
                map.TryGet("a", out _);
                map.TryGet("b", out _);
                map.Tick(round * 1000);
                foreach (KeyValuePair<string, int> entry in map)
                {
                    _ = entry.Value;
                }
            }
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    [Test]
    public void Any_two_quorums_have_a_core_in_common([Range(1, 8)] int cores)
    {
        for (ulong one = 0; one < 1UL << cores; one++)
        {
            ulong others = ((1UL << cores) - 1) & ~one;
            Assert.That(CommitRule.IsQuorum(one, cores) && CommitRule.IsQuorum(others, cores), Is.False);
            Assert.That(CommitRule.IsQuorum(one, cores) || CommitRule.IsQuorum(others, cores), $"{one:b} of {cores}");
        }
    }

    [Test]
    public void Misuse_is_refused()
    {
        Assert.That(
            () => new ReplicatedMap<int, int>(0, new AgreementOptions { Cores = 65 }),
            Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(
            () => new ReplicatedMap<int, int>(2, new AgreementOptions { Cores = 2 }),
            Throws.InstanceOf<ArgumentOutOfRangeException>());
        ReplicatedMap<int, int> map = new(0, new AgreementOptions { Cores = 1 });
        map.Tick(5);
        Assert.That(() => map.Tick(4), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => map.Receive(1, default), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void A_key_has_the_version_that_gave_it_its_value_on_every_core()
    {
        Cluster cluster = new(3, Timeout);
        cluster[0].TryPropose(Put("a", 1), out _);
        cluster.Deliver();
        cluster[1].TryPropose([Put("b", 2), Put("a", 3)], out _);
        cluster.Deliver();
        cluster[2].TryPropose(Put("c", 4), out _);
        cluster.Deliver();
        Assert.That(cluster.All(map => map.VersionOf("a") == 2 && map.VersionOf("b") == 2 && map.VersionOf("c") == 3));
        cluster[0].TryPropose(Change<string, int>.Remove("a"), out _);
        cluster.Deliver();
        Assert.That(cluster.All(map => map.VersionOf("a") == 0 && map.VersionOf("nothing") == 0));
    }

    [Test]
    public void A_look_changes_nothing_and_tells_what_was_agreed_before()
    {
        Cluster cluster = new(3, Timeout);
        cluster[1].TryPropose(Put("a", 1), out _);
        cluster[2].TryPropose(Change<string, int>.Look("a"), out _);
        cluster[2].TryPropose(Change<string, int>.Look("b"), out _);
        cluster.Deliver();
        Outcome<int>[] outcomes = [.. cluster.OutcomesOf(2)];
        Assert.That(outcomes[0], Is.EqualTo(new Outcome<int>(1, false, true, 1)));
        Assert.That(outcomes[1], Is.EqualTo(new Outcome<int>(2, false, false, 0)));
        Assert.That(cluster.All(map => map.Count == 1));
    }

    [Test]
    public void Nobody_is_reminded_while_what_was_sent_waits_for_room()
    {
        ReplicatedMap<string, int> map = new(0, new AgreementOptions { Cores = 2, Timeout = Timeout });
        map.Tick(0);
        map.TryPropose(Put("a", 1), out _);
        Assert.That(map.TryTake(out int to, out AgreementMessage prepare) && to == 1, prepare.Kind.ToString());
        for (long now = 0; now <= Timeout; now += Timeout / 8)
        {
            map.Tick(now, isHeldBack: true);
        }

        Assert.That(map.TryTake(out _, out _), Is.False);
        map.Tick(Timeout);
        Assert.That(map.TryTake(out _, out _));
    }

    [Test]
    public void To_say_the_time_judges_nobody()
    {
        ReplicatedMap<string, int> map = new(0, new AgreementOptions { Cores = 2, Timeout = Timeout });
        map.Tick(0);
        map.TryPropose(Put("a", 1), out _);
        map.Advance(Timeout);
        map.Advance(Timeout + 1);
        Assert.That(map.Silent, Is.Zero);
        map.Tick(Timeout + 1);
        Assert.That(map.Silent, Is.EqualTo(0b10));
    }
}
