namespace Enso.Scheduler;

/// <summary>What an entity asks a discipline for. The default asks for nothing special.</summary>
public readonly record struct Terms
{
    /// <summary>Terms with a weight of 1 and without a deadline.</summary>
    public Terms()
    {
    }

    /// <summary>From 0, the highest, to <see cref="Discipline.Priorities"/> - 1.</summary>
    public int Priority { get; init; }

    /// <summary>Its share beside others that have theirs; at least 1.</summary>
    public int Weight { get; init; } = 1;

    /// <summary>When it must be done, in nanoseconds of the same clock as <c>now</c>; <see cref="long.MaxValue"/> for never.
    /// </summary>
    public long Deadline { get; init; } = long.MaxValue;

    /// <summary>In a discipline of disciplines, the one that it belongs to, from 0.</summary>
    public int Group { get; init; }
}
