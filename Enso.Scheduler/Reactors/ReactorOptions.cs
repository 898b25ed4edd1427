namespace Enso.Scheduler;

/// <summary>What the reactors of a cluster are made with.</summary>
public sealed record ReactorOptions
{
    /// <summary>How many tasks a core can have at a time, its root included: from 2 to 2^20.</summary>
    public int Tasks { get; init; } = 1024;

    /// <summary>Messages that a core's own ring holds: a power of two.</summary>
    public int BusCapacity { get; init; } = 1024;

    /// <summary>How much of each kind of work is done in a turn.</summary>
    public Quanta Quanta { get; init; } = new();

    /// <summary>The core that keeps the timers of all cores' tasks; null for each its own. The time limits of requests to
    /// devices and of agreement stay with each core.</summary>
    public int? TimerCore { get; init; }

    /// <summary>The core that is there for interrupts: lines that name no core are served on it, and it serves them until there
    /// is none, or many quanta were, before it does anything else; null for none.</summary>
    public int? InterruptCore { get; init; }

    /// <summary>What the timers are made with.</summary>
    public TimerOptions Timers { get; init; } = new();

    /// <summary>How long a task may run in one poll before it is named in the log, in nanoseconds.</summary>
    public long PollBudget { get; init; } = 10_000_000;

    /// <summary>How long a task may run in one poll, beyond <see cref="PollBudget"/> too, before another core names
    /// it while it still runs, in nanoseconds; at least 1 (<see cref="Watchdog"/>).</summary>
    public long WatchInterval { get; init; } = 100_000_000;

    /// <summary>What the discipline is made with; its capacity is <see cref="Tasks"/>.</summary>
    public DisciplineOptions Discipline { get; init; } = new();

    /// <summary>Where what people should know is written, on the core's thread; null for nowhere.</summary>
    public Action<string>? Log { get; init; }

    /// <summary>Refuses values that are not allowed.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is not; the message says what is.</exception>
    internal void Check()
    {
        if (Tasks is < 2 or > 1 << 20)
        {
            throw new ArgumentOutOfRangeException(nameof(Tasks), Tasks, "A core has from 2 to 1048576 tasks.");
        }

        if (PollBudget < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(PollBudget), PollBudget, "The budget is at least 1 nanosecond.");
        }

        if (WatchInterval < 1)
        {
            throw new ArgumentOutOfRangeException(
                nameof(WatchInterval), WatchInterval, "The interval is at least 1 nanosecond.");
        }

        Quanta.Check();
    }
}
