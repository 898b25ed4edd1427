namespace Enso.Scheduler;

/// <summary>What an entity asks a discipline for. The default asks for nothing special: the highest priority, a weight
/// of 1, no deadline, the first group.</summary>
public readonly record struct Terms
{
    // Each is kept so that all bits zero is its default.
    private readonly int _weightBeyondOne;
    private readonly long _timeBeforeNever;

    /// <summary>From 0, the highest, to <see cref="Discipline.Priorities"/> - 1.</summary>
    public int Priority { get; init; }

    /// <summary>Its share beside others that have theirs; at least 1.</summary>
    public int Weight
    {
        get => unchecked(_weightBeyondOne + 1);
        init => _weightBeyondOne = unchecked(value - 1);
    }

    /// <summary>When it must be done, in nanoseconds of the same clock as <c>now</c>; <see cref="long.MaxValue"/> for
    /// never.</summary>
    public long Deadline
    {
        get => unchecked(long.MaxValue - _timeBeforeNever);
        init => _timeBeforeNever = unchecked(long.MaxValue - value);
    }

    /// <summary>In a discipline of disciplines, the one that it belongs to, from 0.</summary>
    public int Group { get; init; }
}
