namespace Enso.Scheduler;

/// <summary>What happened on a core since its trace was started: as many events as there is room for, and how many there was
/// none for. Nothing is allocated while it is filled, but a little in each collection.</summary>
public sealed class Trace
{
    /// <summary>The most events of a trace.</summary>
    public const int MaximumCapacity = 1 << 22;

    private readonly TraceEvent[] _events;
    private readonly long _start;
    private readonly long _watch;

    /// <summary>Makes an empty one.</summary>
    /// <param name="core">Whose it is.</param>
    /// <param name="capacity">How many events it holds: from 1 to <see cref="MaximumCapacity"/>.</param>
    /// <param name="now">The core's time.</param>
    internal Trace(int core, int capacity, long now)
    {
        if (capacity is < 1 or > MaximumCapacity)
        {
            throw new ArgumentOutOfRangeException(
                nameof(capacity), capacity, $"A trace holds from 1 to {MaximumCapacity} events.");
        }

        Core = core;
        _events = new TraceEvent[capacity];
        _start = now;
        _watch = CollectionWatch.Begin();
    }

    /// <summary>Whose it is.</summary>
    public int Core { get; }

    /// <summary>The events, in the order in which they ended.</summary>
    public ReadOnlySpan<TraceEvent> Events => _events.AsSpan(0, Count);

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>How many there was no room for.</summary>
    public long Lost { get; private set; }

    /// <summary>The collections that have stopped the core and all others, once the trace has ended. They are placed by when
    /// their end was noticed, which is a little after.</summary>
    public IReadOnlyList<TraceEvent> Collections { get; private set; } = [];

    /// <summary>Ends it.</summary>
    internal void End() => Collections =
    [
        .. from collection in CollectionWatch.End(_watch)
           select new TraceEvent(
               TraceKind.Collection,
               _start + collection.End - collection.Pause,
               collection.Pause,
               TaskId.None,
               "collection",
               Core),
    ];

    /// <summary>Keeps an event, if there is room.</summary>
    /// <param name="what">The event.</param>
    internal void Add(in TraceEvent what)
    {
        if (Count == _events.Length)
        {
            Lost++;
            return;
        }

        _events[Count++] = what;
    }
}
