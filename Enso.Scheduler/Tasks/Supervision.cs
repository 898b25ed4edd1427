namespace Enso.Scheduler;

/// <summary>How a task treats children that fail.</summary>
public sealed record Supervision
{
    /// <summary>Nothing is started again: a failed child is only observed.</summary>
    public static Supervision None { get; } = new();

    /// <summary>What is started again.</summary>
    public RestartStrategy Strategy { get; init; }

    /// <summary>How many restarts there may be within <see cref="Window"/>; one more, and the supervisor fails itself, so that
    /// its own parent decides.</summary>
    public int Intensity { get; init; } = 3;

    /// <summary>In nanoseconds.</summary>
    public long Window { get; init; } = 5_000_000_000;

    // By comparison: reflection would allocate, at each start of a task that comes first after a collection.
    private bool IsKnown => Strategy is >= RestartStrategy.None and <= RestartStrategy.OneForAll;

    /// <summary>Whether all values mean something.</summary>
    internal bool IsAllowed => IsKnown && Intensity >= 0 && Window >= 1;

    /// <summary>Refuses values that mean nothing.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is not allowed; the message says what is.</exception>
    internal void Check()
    {
        if (!IsKnown)
        {
            throw new ArgumentOutOfRangeException(nameof(Strategy), Strategy, "None, OneForOne or OneForAll.");
        }

        if (Intensity < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(Intensity), Intensity, "Restarts are from 0 upward.");
        }

        if (Window < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(Window), Window, "The window is at least 1 nanosecond.");
        }
    }
}
