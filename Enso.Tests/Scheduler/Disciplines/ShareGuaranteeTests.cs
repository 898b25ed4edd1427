using Enso.Scheduler;
using FsCheck;
using FsCheck.Fluent;

namespace Enso.Tests.Scheduler.Disciplines;

/// <summary>What disciplines promise about shares.</summary>
[TestFixture]
public sealed class ShareGuaranteeTests
{
    /// <summary>Entities below this stay ready all the time; those from here on come and go.</summary>
    private const int Staying = 3;
    private const int Capacity = 6;
    private const long Quantum = 100;

    /// <summary>A selection: what is charged for it, and which of the visitors comes before it.</summary>
    private readonly record struct Step(int Cost, int Visitor, bool Stays);

    /// <summary>Weights of all, and what happens.</summary>
    private readonly record struct Scenario(int[] Weights, Step[] Steps);

    [Test]
    public void Fair_shares_of_two_that_stay_ready_differ_by_their_longest_runs() =>
        ForAll(1000, scenario =>
            HoldsBound(FairShare.Create(Options), scenario, allowance: 0));

    [Test]
    public void Turns_of_two_that_stay_ready_differ_by_one_quantum_and_their_longest_runs() =>
        ForAll((int)Quantum, scenario =>
            HoldsBound(DeficitRoundRobin.Create(Options), scenario, allowance: Quantum));

    [Test]
    public void Runs_longer_than_turns_are_made_up_for_within_another_quantum() =>
        ForAll(1500, scenario =>
            HoldsBound(DeficitRoundRobin.Create(Options), scenario, allowance: 2 * Quantum));

    [Test]
    public void In_turns_nobody_waits_for_more_than_two_turns_of_each_other() => ForAll(1, scenario =>
    {
        DeficitRoundRobin discipline = DeficitRoundRobin.Create(Options);
        int[,] turnsBefore = new int[Capacity, Capacity];
        void Add(int entity)
        {
            discipline.Add(entity, new Terms { Weight = scenario.Weights[entity] }, 0);
            for (int other = 0; other < Capacity; other++)
            {
                turnsBefore[entity, other] = 0;
            }
        }

        foreach (Step step in scenario.Steps)
        {
            if (!discipline.Contains(step.Visitor))
            {
                Add(step.Visitor);
            }

            int selected = discipline.Select(0);
            for (int waiting = 0; waiting < Capacity; waiting++)
            {
                Assert.That(!discipline.Contains(waiting) || ++turnsBefore[waiting, selected] <= 2);
            }

            // All of a turn, so that a selection is a turn.
            discipline.Charge(selected, Quantum * scenario.Weights[selected], 0);
            if (step.Stays)
            {
                Add(selected);
            }
        }
    });

    [Test]
    public void A_newcomer_and_a_sleeper_have_no_claim_to_the_past()
    {
        FairShare discipline = FairShare.Create(new DisciplineOptions { Capacity = 3 });
        discipline.Add(0, new Terms(), 0);
        discipline.Add(1, new Terms(), 0);
        Run(discipline, 0, 1_000);
        discipline.Remove(1);
        Run(discipline, 1_000, 100_000);
        discipline.Add(1, new Terms(), 0);
        discipline.Add(2, new Terms(), 0);
        int[] selections = Run(discipline, 101_000, 300);
        Assert.That(selections, Is.All.InRange(99, 101));
    }

    [Test]
    public void A_debt_outlasts_a_sleep()
    {
        FairShare discipline = FairShare.Create(new DisciplineOptions { Capacity = 2 });
        discipline.Add(0, new Terms(), 0);
        Assert.That(discipline.Select(0), Is.Zero);
        discipline.Charge(0, 500, 0);
        discipline.Add(1, new Terms(), 0);
        discipline.Add(0, new Terms(), 0);
        Assert.That(Run(discipline, 0, 50), Is.EqualTo([0, 50]));
    }

    [Test]
    public void A_weight_that_does_not_divide_does_not_drift()
    {
        // Of such weights a unit of use is a few parts in 2^32 of virtual time, 2.9 and 5.7: cut off, the shares would
        // be as 5 to 2.
        FairShare discipline = FairShare.Create(new DisciplineOptions { Capacity = 2 });
        discipline.Add(0, new Terms { Weight = 1_500_000_000 }, 0);
        discipline.Add(1, new Terms { Weight = 750_000_000 }, 0);
        int[] selections = Run(discipline, 0, 3000, 1_500_000_000, 750_000_000);
        Assert.That(selections[0], Is.InRange(1999, 2001));
    }

    [TestCase(1UL, new[] { 1, 1, 1, 1 })]
    [TestCase(2UL, new[] { 1, 2, 3, 4, 5, 6, 7, 8 })]
    [TestCase(0UL, new[] { 1, 100 })]
    [TestCase(ulong.MaxValue, new[] { 5, 50, 500, 5, 50 })]
    [TestCase(77UL, new[] { int.MaxValue, int.MaxValue, int.MaxValue })]
    public void Lots_fall_in_proportion_to_tickets(ulong seed, int[] weights)
    {
        const int Selections = 100_000;
        Lottery discipline = Lottery.Create(new DisciplineOptions { Capacity = weights.Length, Seed = seed });
        for (int entity = 0; entity < weights.Length; entity++)
        {
            discipline.Add(entity, new Terms { Weight = weights[entity] }, 0);
        }

        int[] seen = new int[weights.Length];
        for (int i = 0; i < Selections; i++)
        {
            int selected = discipline.Select(0);
            seen[selected]++;
            discipline.Add(selected, new Terms { Weight = weights[selected] }, 0);
        }

        double sum = weights.Sum(weight => (double)weight);
        double chiSquare = seen.Zip(weights, (n, weight) => Math.Pow(n - (Selections * weight / sum), 2)
            / (Selections * weight / sum)).Sum();

        // The values that chance exceeds once in a thousand times, by degrees of freedom.
        double[] limits = [0, 10.83, 13.82, 16.27, 18.47, 20.52, 22.46, 24.32];
        Assert.That(chiSquare, Is.LessThan(limits[weights.Length - 1]));
    }

    [Test]
    public void The_same_seed_draws_the_same_lots_and_another_others()
    {
        int[] first = Draw(5);
        Assert.That(Draw(5), Is.EqualTo(first));
        Assert.That(Draw(6), Is.Not.EqualTo(first));
    }

    private static DisciplineOptions Options => new() { Capacity = Capacity, Quantum = Quantum };

    private static int[] Draw(ulong seed)
    {
        Lottery discipline = Lottery.Create(new DisciplineOptions { Capacity = 100, Seed = seed });
        for (int entity = 0; entity < 100; entity++)
        {
            discipline.Add(entity, new Terms(), 0);
        }

        return [.. Enumerable.Range(0, 100).Select(_ => discipline.Select(0))];
    }

    // Charges 1 for each of so many selections and says how many each had. Without weights, they are 1.
    private static int[] Run(FairShare discipline, long now, int selections, params int[] weights)
    {
        int[] seen = new int[discipline.Capacity];
        for (int i = 0; i < selections; i++)
        {
            int selected = discipline.Select(now + i);
            seen[selected]++;
            discipline.Charge(selected, 1, now + i);
            discipline.Add(selected, new Terms { Weight = weights.Length == 0 ? 1 : weights[selected] }, now + i);
        }

        return seen;
    }

    private static void ForAll(int longestRun, Action<Scenario> holds)
    {
        Gen<Step> step =
            from cost in Gen.OneOf(Gen.Choose(0, longestRun), Gen.Constant(longestRun))
            from visitor in Gen.Choose(Staying, Capacity - 1)
            from stays in Gen.Elements(true, true, false)
            select new Step(cost, visitor, stays);
        Gen<Scenario> scenario =
            from weights in Gen.ArrayOf(Gen.OneOf(Gen.Choose(1, 4), Gen.Choose(1, 100)), Capacity)
            from steps in Gen.ArrayOf(step)
            select new Scenario(weights, steps);
        Prop.ForAll(Arb.From(scenario), holds).Check(
            Config.QuickThrowOnFailure.WithMaxTest(400).WithEndSize(500));
    }

    // The most that two differ by over any interval is the distance between the most and the least that they differ by
    // from the start.
    private static void HoldsBound<TDiscipline>(TDiscipline discipline, Scenario scenario, double allowance)
        where TDiscipline : struct, IDiscipline<TDiscipline>
    {
        Terms TermsOf(int entity) => new() { Weight = scenario.Weights[entity] };
        for (int entity = 0; entity < Staying; entity++)
        {
            discipline.Add(entity, TermsOf(entity), 0);
        }

        double[] used = new double[Capacity];
        double[] longest = new double[Capacity];
        double[,] least = new double[Staying, Staying];
        double[,] most = new double[Staying, Staying];
        foreach (Step step in scenario.Steps)
        {
            if (!discipline.Contains(step.Visitor))
            {
                discipline.Add(step.Visitor, TermsOf(step.Visitor), 0);
            }

            int selected = discipline.Select(0);
            discipline.Charge(selected, step.Cost, 0);
            used[selected] += step.Cost / (double)scenario.Weights[selected];
            longest[selected] = Math.Max(longest[selected], step.Cost / (double)scenario.Weights[selected]);
            if (selected < Staying || step.Stays)
            {
                discipline.Add(selected, TermsOf(selected), 0);
            }

            for (int i = 0; i < Staying; i++)
            {
                for (int j = 0; j < i; j++)
                {
                    double difference = used[i] - used[j];
                    least[i, j] = Math.Min(least[i, j], difference);
                    most[i, j] = Math.Max(most[i, j], difference);
                    Assert.That(
                        most[i, j] - least[i, j], Is.LessThanOrEqualTo(allowance + longest[i] + longest[j] + 1e-6));
                }
            }
        }
    }
}
