namespace Enso.Queues;

/// <summary>What a queue is made with.</summary>
public sealed record QueueOptions
{
    /// <summary>The largest number of readers that a <see cref="Publisher{T,TStorage}"/> can be made for.</summary>
    public const int MaximumReadersLimit = 1024;

    /// <summary>How many messages it holds: a power of two.</summary>
    public required int Capacity { get; init; }

    /// <summary>How many it may grow to, where its storage grows; 0 for no limit but memory.</summary>
    public long MaximumCapacity { get; init; }

    /// <summary>How many readers a <see cref="Publisher{T,TStorage}"/> can have at the same time.</summary>
    public int MaximumReaders { get; init; } = 16;

    /// <summary>How many messages a <see cref="Publisher{T,TStorage}"/> keeps for readers that come later, of those that all
    /// have read; from 0 to less than the capacity.</summary>
    public int Retained { get; init; }

    /// <summary>What happens to a message when the queue is full.</summary>
    public FullPolicy FullPolicy { get; init; }

    /// <summary>How threads wait.</summary>
    public WaitStrategy WaitStrategy { get; init; } = WaitStrategy.Park;
}
