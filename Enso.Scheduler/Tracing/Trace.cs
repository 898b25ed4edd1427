namespace Enso.Scheduler;

/// <summary>What happened on a core since its trace was started: as many events as there is room for, and how many there was
/// none for. Nothing is allocated while it is filled.</summary>
public sealed class Trace
{
    /// <summary>The most events of a trace.</summary>
    public const int MaximumCapacity = 1 << 22;

    private readonly TraceEvent[] _events;
    private TimeSpan _paused = GC.GetTotalPauseDuration();

    /// <summary>Makes an empty one.</summary>
    /// <param name="core">Whose it is.</param>
    /// <param name="capacity">How many events it holds: from 1 to <see cref="MaximumCapacity"/>.</param>
    internal Trace(int core, int capacity)
    {
        if (capacity is < 1 or > MaximumCapacity)
        {
            throw new ArgumentOutOfRangeException(
                nameof(capacity), capacity, $"A trace holds from 1 to {MaximumCapacity} events.");
        }

        Core = core;
        _events = new TraceEvent[capacity];
    }

    /// <summary>Whose it is.</summary>
    public int Core { get; }

    /// <summary>The events, in the order in which they ended.</summary>
    public ReadOnlySpan<TraceEvent> Events => _events.AsSpan(0, Count);

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>How many there was no room for.</summary>
    public long Lost { get; private set; }

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

    /// <summary>Looks whether the collector has stopped all threads since this was last asked.</summary>
    /// <param name="now">The time.</param>
    internal void LookForCollection(long now)
    {
        TimeSpan paused = GC.GetTotalPauseDuration();
        if (paused != _paused)
        {
            long length = (long)(paused - _paused).TotalNanoseconds;
            _paused = paused;
            Add(new TraceEvent(TraceKind.Collection, now - length, length, TaskId.None, "collection", Core));
        }
    }
}
