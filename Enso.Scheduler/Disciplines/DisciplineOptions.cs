namespace Enso.Scheduler;

/// <summary>What a discipline is made with.</summary>
public sealed record DisciplineOptions
{
    /// <summary>How many entities there can be: from 1 to <see cref="MaximumCapacity"/>.</summary>
    public int Capacity { get; init; } = 256;

    /// <summary>The turn of an entity of weight 1, in nanoseconds, where turns have a length; at least 1.</summary>
    public long Quantum { get; init; } = 1_000_000;

    /// <summary>After how many nanoseconds of waiting an entity rises by a level, where there is ageing; at least
    /// 1.</summary>
    public long AgeingInterval { get; init; } = 10_000_000;

    /// <summary>What chance begins with, where there is chance: the same seed makes the same choices.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>In a discipline of disciplines, how many there are; from 1 to <see cref="MaximumCapacity"/>.</summary>
    public int Groups { get; init; } = 1;

    /// <summary>In a discipline of disciplines, what those within it are made with, except that their capacity is this
    /// one's. Without it they are made with what this one is, with a single group.</summary>
    public DisciplineOptions? Inner { get; init; }

    /// <summary>The most entities of a discipline.</summary>
    public const int MaximumCapacity = 1 << 24;

    /// <summary>Requires that each option has a value that is allowed.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One has not; the message says what is allowed.</exception>
    public void Validate()
    {
        RequireCount(Capacity, nameof(Capacity));
        RequireCount(Groups, nameof(Groups));
        RequireTime(Quantum, nameof(Quantum));
        RequireTime(AgeingInterval, nameof(AgeingInterval));
    }

    private static void RequireCount(int value, string name)
    {
        if (value is < 1 or > MaximumCapacity)
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} is from 1 to {MaximumCapacity}.");
        }
    }

    private static void RequireTime(long value, string name)
    {
        if (value < 1)
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} is from 1 to {long.MaxValue}.");
        }
    }
}
