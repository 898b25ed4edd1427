namespace Enso.Simulation;

/// <summary>What a discipline promises tasks that want to run: which others may go before them. It is about what the
/// discipline chooses, and not about what messages have run first.</summary>
public sealed record WaitPromise
{
    private WaitPromise()
    {
    }

    /// <summary>Nothing.</summary>
    public static WaitPromise None { get; } = new();

    /// <summary>None goes before one that is due earlier (<see cref="Scheduler.EarliestDeadline"/>).</summary>
    public static WaitPromise ByDeadline { get; } = new() { IsByDeadline = true };

    /// <summary>Within how many polls, as a multiple of its core's tasks, a task is polled; 0 where that is not what is
    /// promised.</summary>
    internal int Turns { get; private init; }

    /// <summary>For how long a task waits for each step of its priority, until those that are ready by then are all that
    /// go before it; 0 where that is not what is promised.</summary>
    internal long Interval { get; private init; }

    /// <summary>Whether the earliest deadline is first.</summary>
    internal bool IsByDeadline { get; private init; }

    /// <summary>Whether shares are promised.</summary>
    internal bool IsByShare { get; private init; }

    /// <summary>Whether they are groups' shares, and not tasks'.</summary>
    internal bool IsByGroup { get; private init; }

    /// <summary>Whether they are of time, and not of polls.</summary>
    internal bool IsOfTime { get; private init; }

    /// <summary>How much more than its share one of weight 1 may have for a while.</summary>
    internal long Slack { get; private init; }

    /// <summary>While a task wants to run, what another uses, divided by its weight, is at most what the waiting one
    /// owes, divided by its own, and one use of the other (<see cref="Scheduler.FairShare"/>).</summary>
    /// <param name="slack">How much more the other may use, in nanoseconds at weight 1
    /// (<see cref="Scheduler.DeficitRoundRobin"/>: its turns).</param>
    public static WaitPromise InShares(long slack = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(slack);
        return new WaitPromise { IsByShare = true, IsOfTime = true, Slack = slack };
    }

    /// <summary>The same between groups of the same weight, and within its group a task is polled in turn
    /// (<see cref="Scheduler.Hierarchy{TOuter, TInner}"/>).</summary>
    /// <param name="isOfTime">Whether groups have shares of time; if not, of polls.</param>
    /// <param name="turns">Within how many polls of its group, as a multiple of the group's tasks; at least 1.</param>
    public static WaitPromise InGroups(bool isOfTime, int turns)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(turns, 1);
        return new WaitPromise { IsByShare = true, IsByGroup = true, IsOfTime = isOfTime, Turns = turns };
    }

    /// <summary>Each is polled within a number of its core's polls.</summary>
    /// <param name="turns">How many, as a multiple of the tasks that the core has; at least 1.</param>
    public static WaitPromise InTurns(int turns)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(turns, 1);
        return new WaitPromise { Turns = turns };
    }

    /// <summary>When a task of priority p has waited for p intervals, those that are ready by then may go before it, each
    /// once, and no others (<see cref="Scheduler.Ageing"/>).</summary>
    /// <param name="interval">The interval, in nanoseconds; at least 1.</param>
    public static WaitPromise ByAge(long interval)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(interval, 1);
        return new WaitPromise { Interval = interval };
    }
}
