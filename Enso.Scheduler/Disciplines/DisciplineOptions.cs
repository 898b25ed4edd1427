namespace Enso.Scheduler;

/// <summary>What a discipline is made with.</summary>
public sealed record DisciplineOptions
{
    /// <summary>How many entities there can be: from 1 to <see cref="MaximumCapacity"/>.</summary>
    public int Capacity { get; init; } = 256;

    /// <summary>The turn of an entity of weight 1, in nanoseconds, where turns have a length; at least 1.</summary>
    public long Quantum { get; init; } = 1_000_000;

    /// <summary>After how many nanoseconds of waiting an entity rises by a level, where there is ageing; at least 1.</summary>
    public long AgeingInterval { get; init; } = 10_000_000;

    /// <summary>What chance begins with, where there is chance: the same seed makes the same choices.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>In a discipline of disciplines, how many there are; at least 1.</summary>
    public int Groups { get; init; } = 1;

    /// <summary>The most entities of a discipline.</summary>
    public const int MaximumCapacity = 1 << 24;
}
