namespace Enso.Scheduler;

/// <summary>What a <see cref="Balancer{TKey, T, TWork}"/> is made with.</summary>
public sealed record BalancerOptions
{
    /// <summary>How many buckets: a power of two.</summary>
    public int Buckets { get; init; } = 256;

    /// <summary>Polls per round for each priority, the highest first.</summary>
    public IReadOnlyList<int> Polls { get; init; } = [10, 6, 3, 1];

    /// <summary>Messages that a queue holds, to a core or from one: a power of two.</summary>
    public int Capacity { get; init; } = 64;

    /// <summary>Messages that a core holds back while a bucket comes to it.</summary>
    public int Held { get; init; } = 64;

    /// <summary>Messages that a core takes before it lets its other tasks run; at least 1.</summary>
    public int Batch { get; init; } = 32;
}
