using Enso.Scheduler;
using Measuring;
using QueuesBench;

namespace ReactorBench;

/// <summary>All that can be measured in this program.</summary>
internal static class FigureCatalog
{
    // Above a wheel's tick: those who can wait so long are in the wheel, the others in the tree.
    private const long Slack = 1L << 21;

    private const int Many = 4_000_000;
    private const int Some = 1_000_000;
    private const int Few = 400_000;
    private const int Trips = 40_000;
    private const int Million = 1_000_000;

    private static readonly string[] s_parts = ["", "bytes"];

    /// <summary>All figures.</summary>
    public static IReadOnlyList<Figure> All { get; } =
    [
        Own("switch", "work", Many, () => new WorkYields(2)),
        Own("switch", "async", Many, () => new AsyncYields(2)),
        Peer("switch", "dotnet-task", Some, () => new TaskYields(2)),
        Own("yield", "work", Many, () => new WorkYields(1)),
        Own("yield", "async", Many, () => new AsyncYields(1)),
        Peer("yield", "dotnet-task", Some, () => new TaskYields(1)),
        Own("spawn", "work", Some, () => new WorkSpawns()),
        Own("spawn", "async", Some, () => new AsyncSpawns()),
        Peer("spawn", "dotnet-task", Some, () => new TaskSpawns(areItems: false)),
        Peer("spawn", "dotnet-item", Some, () => new TaskSpawns(areItems: true)),
        Own("join", "async", Some, () => new Joins()),
        Peer("join", "dotnet-task", Few, () => new TaskJoins()),
        Own("ping-pong", "work", Some, () => new WorkPingPong()),
        Own("ping-pong", "async", Some, () => new AsyncPingPong()),
        Peer("ping-pong", "dotnet-channel", Few, () => new ChannelPingPong()),
        new("bus", "bus", Trips, BusRoundTrip.Run) { Parts = s_parts },
        new("bus", "bare-ring", Trips, (placement, count) =>
        [
            RoundTrip.Run(placement, Floor(), Floor(), count)[0],
            0,
        ])
        {
            Parts = s_parts,
        },
        Own("timer-cancel", "wheel", Some, () => new TimerCancels(Slack)),
        Own("timer-cancel", "tree", Some, () => new TimerCancels(0)),
        Peer("timer-cancel", "dotnet-timer", Few, () => new SystemTimers()),
        Own("timers", "wheel", Some, () => new PendingTimers(Slack, Million)),
        Own("timers", "tree", Some, () => new PendingTimers(0, Million)),
        Peer("timers", "dotnet-timer", Few, () => new PendingSystemTimers(Million)),
        Own("timer-expire", "wheel", Some, () => new TimerExpiries(Slack)),
        Own("timer-expire", "tree", Some, () => new TimerExpiries(0)),
        Own("ebb", "ebb", Many, () => new EbbCalls()),
        Own("ebb", "dotnet-thread-local", Many, () => new ThreadLocalCalls()),
        Own("delivery", "link", Many, () => new FastDelivery(1)),
        Own("delivery", "link-batch", Many, () => new FastDelivery(64)),
        Own("delivery", "dotnet-channel", Some, () => new ChannelDelivery()),
        Own("choice", "round-robin", Some, () => new Choices<RoundRobin>()),
        Own("choice", "strict-priority", Some, () => new Choices<StrictPriority>()),
        Own("choice", "ageing", Some, () => new Choices<Ageing>()),
        Own("choice", "deficit-round-robin", Some, () => new Choices<DeficitRoundRobin>()),
        Own("choice", "earliest-deadline", Some, () => new Choices<EarliestDeadline>()),
        Own("choice", "fair-share", Some, () => new Choices<FairShare>()),
        Own("choice", "lottery", Some, () => new Choices<Lottery>()),
        Own("choice", "hierarchy", Some, () => new Choices<Hierarchy<RoundRobin, FairShare>>()),
        Own("choice", "dotnet-priority-queue", Some, () => new PriorityQueueChoices()),
    ];

    private static Figure Own(string measure, string name, int count, Func<Subject> make) =>
        OfOneCore(new(measure, name, count, (placement, operations) => Cost.OnOneCore(placement, make, operations)));

    // On all cores: a thread that is put on one would have the pool's threads there too.
    private static Figure Peer(string measure, string name, int count, Func<Subject> make) =>
        OfOneCore(new(measure, name, count, (_, operations) => Cost.OnAllCores(make, operations)));

    private static Figure OfOneCore(Figure figure) => figure with { Parts = s_parts, IsOfOneCore = true };

    private static (BareRingEnd Writer, BareRingEnd Reader) Floor()
    {
        BareRingEnd end = new(new BareRing());
        return (end, end);
    }
}
