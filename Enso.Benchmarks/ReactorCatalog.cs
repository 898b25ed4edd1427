namespace Enso.Benchmarks;

/// <summary>What <c>bench reactor</c> measures.</summary>
public static class ReactorCatalog
{
    /// <summary>The program of our own reactor, of .NET and of the floor.</summary>
    public const string OwnProgram = "reactorbench";

    /// <summary>What a message over the bus and back may take, as a multiple of a bare ring's.</summary>
    public const double ExpectedToFloor = 1.2;

    private const string Tokio = "tokio";
    private const int Many = 4_000_000;
    private const int Some = 1_000_000;
    private const int Few = 400_000;
    private const int Trips = 40_000;

    private static readonly SuiteMeasure s_switch = new("switch", "task switch: two tasks that yield in turn");
    private static readonly SuiteMeasure s_yield = new("yield", "yield: one task alone");
    private static readonly SuiteMeasure s_spawn = new("spawn", "spawn: a child that nobody waits for, to its end");
    private static readonly SuiteMeasure s_join = new("join", "spawn and join: a child that is waited for");
    private static readonly SuiteMeasure s_pingPong = new("ping-pong", "ping-pong: two tasks wake each other, there and back");

    private static readonly SuiteMeasure s_bus = new("bus", "message to another core and back, both awake, median")
    {
        IsAcrossCores = true,
    };

    private static readonly SuiteMeasure s_cancel = new("timer-cancel", "timer: made and cancelled");
    private static readonly SuiteMeasure s_million =
        new("timers", "timer: one made and the oldest cancelled, a million pending");

    private static readonly SuiteMeasure s_expire = new("timer-expire", "timer: made and run out, 256 pending");

    private static readonly SuiteMeasure s_ebb = new("ebb", "call of an object that has a part on each core");

    private static readonly SuiteMeasure s_delivery =
        new("delivery", "a message of 64 bytes received, changed and sent on, one thread");

    // Each promises something else: the peer is there to be looked at.
    private static readonly SuiteMeasure s_choice = new("choice", "discipline: select, charge if timed, and add; 64 ready")
    {
        IsCompared = false,
    };

    private static readonly SuiteFigure[] s_figures =
    [
        Own(s_switch, "work", "Work", Many, 15),
        Own(s_switch, "async", "async", Many, 15),
        DotNet(s_switch, "dotnet-task", ".NET Task.Yield", Some),
        .. TokioOf(s_switch, Some),
        Own(s_yield, "work", "Work", Many, 15),
        Own(s_yield, "async", "async", Many, 15),
        DotNet(s_yield, "dotnet-task", ".NET Task.Yield", Some),
        .. TokioOf(s_yield, Some),
        Own(s_spawn, "work", "Work", Some, 40),
        Own(s_spawn, "async", "async", Some, 40),
        DotNet(s_spawn, "dotnet-task", ".NET Task.Run", Some),
        DotNet(s_spawn, "dotnet-item", ".NET thread-pool item", Some),
        .. TokioOf(s_spawn, Some),
        Own(s_join, "async", "async, Fork and await", Some, null),
        DotNet(s_join, "dotnet-task", ".NET Task.Run and await", Few),
        .. TokioOf(s_join, Few),
        Own(s_pingPong, "work", "Work", Some, null),
        Own(s_pingPong, "async", "async", Some, null),
        DotNet(s_pingPong, "dotnet-channel", ".NET Channel", Few),
        .. TokioOf(s_pingPong, Few),
        .. TokioOf(s_pingPong, Few, "-notify", " Notify"),
        Own(s_bus, "bus", "bus", Trips, null) with { ExpectedToFloor = ExpectedToFloor },
        new(s_bus, "bare-ring", "bare ring", ContenderRole.Floor, OwnProgram, Trips),
        Own(s_cancel, "wheel", "wheel", Some, 25),
        Own(s_cancel, "tree", "tree", Some, 25),
        DotNet(s_cancel, "dotnet-timer", ".NET Timer", Few),
        .. TokioOf(s_cancel, Few),
        Own(s_million, "wheel", "wheel", Some, null),
        Own(s_million, "tree", "tree", Some, null),
        DotNet(s_million, "dotnet-timer", ".NET Timer", Few),
        .. TokioOf(s_million, Few),
        Own(s_expire, "wheel", "wheel", Some, null),
        Own(s_expire, "tree", "tree", Some, null),
        Own(s_ebb, "ebb", "Ebb", Many, 2),
        DotNet(s_ebb, "dotnet-thread-local", ".NET ThreadLocal", Many),
        Own(s_delivery, "link", "Link, one by one", Many, 100),
        Own(s_delivery, "link-batch", "Link, 64 at a time", Many, 100),
        DotNet(s_delivery, "dotnet-channel", ".NET Channel", Some),
        .. TokioOf(s_delivery, Some),
        Own(s_choice, "round-robin", "RoundRobin", Some, null),
        Own(s_choice, "strict-priority", "StrictPriority", Some, null),
        Own(s_choice, "ageing", "Ageing", Some, null),
        Own(s_choice, "deficit-round-robin", "DeficitRoundRobin", Some, null),
        Own(s_choice, "earliest-deadline", "EarliestDeadline", Some, null),
        Own(s_choice, "fair-share", "FairShare", Some, null),
        Own(s_choice, "lottery", "Lottery", Some, null),
        Own(s_choice, "hierarchy", "Hierarchy of RoundRobin, FairShare", Some, null),
        DotNet(s_choice, "dotnet-priority-queue", ".NET PriorityQueue", Some),
    ];

    /// <summary>All of it.</summary>
    public static Suite Suite { get; } = new("reactor", OwnProgram, s_figures)
    {
        Operation = "an operation",
        Unknown = "is nothing that can be measured",
        CountsBytes = true,
    };

    private static SuiteFigure Own(SuiteMeasure measure, string name, string title, int count, double? expected) =>
        new(measure, name, title, ContenderRole.Own, OwnProgram, count) { Expected = expected };

    private static SuiteFigure DotNet(SuiteMeasure measure, string name, string title, int count) =>
        new(measure, name, title, ContenderRole.Peer, OwnProgram, count);

    private static IEnumerable<SuiteFigure> TokioOf(
        SuiteMeasure measure, int count, string kind = "", string kindTitle = "") =>
    [
        new(measure, $"tokio-current{kind}", $"tokio{kindTitle}, one thread", ContenderRole.Peer, Tokio, count),
        new(measure, $"tokio-multi{kind}", $"tokio{kindTitle}, two threads", ContenderRole.Peer, Tokio, count),
    ];
}
