using Enso.Scheduler;

namespace Enso.Tests.Scheduler.Disciplines;

[TestFixture]
public sealed class RoundRobinTests : DisciplineContract<RoundRobin>
{
    internal override NaiveDiscipline ModelOf(DisciplineOptions options) => new NaiveRoundRobin();
}

[TestFixture]
public sealed class StrictPriorityTests : DisciplineContract<StrictPriority>
{
    protected override IEnumerable<Terms> Refused => RefusedTerms.Priorities;

    internal override NaiveDiscipline ModelOf(DisciplineOptions options) => new NaiveStrictPriority();
}

[TestFixture]
public sealed class AgeingTests : DisciplineContract<Ageing>
{
    protected override DisciplineOptions Options => base.Options with { AgeingInterval = 50 };

    protected override IEnumerable<Terms> Refused => RefusedTerms.Priorities;

    internal override NaiveDiscipline ModelOf(DisciplineOptions options) => new NaiveAgeing(options.AgeingInterval);
}

[TestFixture]
public sealed class EarliestDeadlineTests : DisciplineContract<EarliestDeadline>
{
    internal override NaiveDiscipline ModelOf(DisciplineOptions options) => new NaiveEarliestDeadline();
}

[TestFixture]
public sealed class FairShareTests : DisciplineContract<FairShare>
{
    protected override IEnumerable<Terms> Refused => RefusedTerms.Weights;

    internal override NaiveDiscipline ModelOf(DisciplineOptions options) => new NaiveFairShare();
}

[TestFixture]
public sealed class DeficitRoundRobinTests : DisciplineContract<DeficitRoundRobin>
{
    protected override IEnumerable<Terms> Refused => RefusedTerms.Weights;

    internal override NaiveDiscipline ModelOf(DisciplineOptions options) =>
        new NaiveDeficitRoundRobin(options.Quantum);
}

[TestFixture]
public sealed class LotteryTests : DisciplineContract<Lottery>
{
    protected override bool KeepsOrder => false;

    protected override IEnumerable<Terms> Refused => RefusedTerms.Weights;

    internal override NaiveDiscipline ModelOf(DisciplineOptions options) => new NaiveLottery(options.Seed);
}

/// <summary>Classes by priority, those of a class in turn.</summary>
[TestFixture]
public sealed class TurnsInClassesTests : DisciplineContract<Hierarchy<StrictPriority, RoundRobin>>
{
    protected override DisciplineOptions Options => base.Options with { Groups = 3 };

    protected override IEnumerable<Terms> Refused => RefusedTerms.Groups(3);

    internal override NaiveDiscipline ModelOf(DisciplineOptions options) =>
        new NaiveHierarchy(new NaiveStrictPriority(), [.. Enumerable.Range(0, 3).Select(_ => new NaiveRoundRobin())]);
}

/// <summary>A share of time for each group, and in it the earliest deadline.</summary>
[TestFixture]
public sealed class DeadlinesInSharesTests : DisciplineContract<Hierarchy<FairShare, EarliestDeadline>>
{
    protected override DisciplineOptions Options => base.Options with { Groups = 2 };

    protected override IEnumerable<Terms> Refused => RefusedTerms.Groups(2);

    internal override NaiveDiscipline ModelOf(DisciplineOptions options) =>
        new NaiveHierarchy(new NaiveFairShare(), [new NaiveEarliestDeadline(), new NaiveEarliestDeadline()]);
}

/// <summary>Turns of groups, drawing lots in each.</summary>
[TestFixture]
public sealed class LotsInTurnsTests : DisciplineContract<Hierarchy<DeficitRoundRobin, Lottery>>
{
    protected override DisciplineOptions Options => base.Options with { Groups = 3, Seed = 42 };

    protected override bool KeepsOrder => false;

    protected override IEnumerable<Terms> Refused => RefusedTerms.Groups(3).Concat(RefusedTerms.Weights);

    internal override NaiveDiscipline ModelOf(DisciplineOptions options) => new NaiveHierarchy(
        new NaiveDeficitRoundRobin(options.Quantum),
        [new NaiveLottery(42), new NaiveLottery(43), new NaiveLottery(44)]);
}

/// <summary>Three levels: shares, in them ageing classes, in those deficit round robin.</summary>
[TestFixture]
public sealed class NestedTests : DisciplineContract<Hierarchy<FairShare, Hierarchy<Ageing, DeficitRoundRobin>>>
{
    protected override DisciplineOptions Options => base.Options with
    {
        Groups = 2, Inner = new DisciplineOptions { Groups = 3, AgeingInterval = 40, Quantum = 700 },
    };

    protected override IEnumerable<Terms> Refused => RefusedTerms.Groups(6).Concat(RefusedTerms.Weights);

    internal override NaiveDiscipline ModelOf(DisciplineOptions options)
    {
        static NaiveDiscipline Inner() => new NaiveHierarchy(
            new NaiveAgeing(40), [.. Enumerable.Range(0, 3).Select(_ => new NaiveDeficitRoundRobin(700))]);
        return new NaiveHierarchy(new NaiveFairShare(), [Inner(), Inner()]);
    }
}

/// <summary>Terms that disciplines refuse.</summary>
internal static class RefusedTerms
{
    public static IEnumerable<Terms> Priorities => [new() { Priority = -1 }, new() { Priority = 64 }];

    public static IEnumerable<Terms> Weights => [new() { Weight = 0 }, new() { Weight = int.MinValue }];

    public static IEnumerable<Terms> Groups(int groups) =>
        [new() { Group = -1 }, new() { Group = groups }, new() { Group = int.MaxValue }];
}
