using Enso.Queues;

namespace Enso.Tests.InKernel.Soak;

/// <summary>One round: everything that is left to chance follows from its seed, but for the threads' timing.</summary>
/// <param name="seed">The round's seed.</param>
/// <param name="mostMessages">How many messages it has at most, all writers together.</param>
internal sealed class SoakPlan(int seed, int mostMessages)
{
    private const int FewestShare = 20;

    /// <summary>What the round's own choices are made by.</summary>
    public Random Random { get; } = new(seed);

    /// <summary>What was chosen, for the message of a failure.</summary>
    public string Description { get; private set; } = "";

    /// <summary>Messages that came out whole and in their order.</summary>
    public long Messages { get; set; }

    /// <summary>How many messages the writers write, all together.</summary>
    public int ChooseCount() => Random.Next(mostMessages / FewestShare, mostMessages);

    /// <summary>Chooses how the queue is.</summary>
    /// <param name="threads">How many threads use it at once.</param>
    /// <param name="readers">How many readers there may be.</param>
    /// <param name="largest">The largest capacity, as a power of two.</param>
    /// <param name="smallest">The smallest.</param>
    /// <param name="policies">The policies that may be.</param>
    public QueueOptions ChooseOptions(int threads, int readers, int smallest, int largest, params FullPolicy[] policies)
    {
        int capacity = 1 << Random.Next(smallest, largest + 1);

        // To spin takes a core of one's own: else it would be the scheduler that is tried.
        WaitStrategy[] strategies = threads <= Environment.ProcessorCount
            ? [WaitStrategy.Spin, WaitStrategy.Yield, WaitStrategy.Park]
            : [WaitStrategy.Yield, WaitStrategy.Park];
        QueueOptions options = new()
        {
            Capacity = capacity,
            MaximumCapacity = (long)capacity << Random.Next(4),
            MaximumReaders = readers,
            FullPolicy = policies[Random.Next(policies.Length)],
            WaitStrategy = strategies[Random.Next(strategies.Length)],
        };
        Description = $"{options}, {threads} threads";
        return options;
    }
}
