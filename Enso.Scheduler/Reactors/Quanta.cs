namespace Enso.Scheduler;

/// <summary>How much of each kind of work a reactor does in a turn: the shares of a weighted fair queueing. All may be changed
/// while it runs.</summary>
public sealed record Quanta
{
    /// <summary>Interrupts; from 1 to 1048576.</summary>
    public int Interrupts { get; init; } = 64;

    /// <summary>Messages from other cores; at least 1.</summary>
    public int Bus { get; init; } = 64;

    /// <summary>Completions of devices and of other threads; at least 1.</summary>
    public int Io { get; init; } = 64;

    /// <summary>Timers that have run out; at least 1.</summary>
    public int Timers { get; init; } = 64;

    /// <summary>Polls of tasks; at least 1.</summary>
    public int Tasks { get; init; } = 64;

    /// <summary>Refuses values that would starve somebody.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A quantum is below 1.</exception>
    internal void Check()
    {
        Check(Interrupts, nameof(Interrupts));
        if (Interrupts > 1 << 20)
        {
            throw new ArgumentOutOfRangeException(nameof(Interrupts), Interrupts, "A turn serves up to 1048576 interrupts.");
        }

        Check(Bus, nameof(Bus));
        Check(Io, nameof(Io));
        Check(Timers, nameof(Timers));
        Check(Tasks, nameof(Tasks));
    }

    private static void Check(int quantum, string name)
    {
        if (quantum < 1)
        {
            throw new ArgumentOutOfRangeException(name, quantum, "A quantum is at least 1: none of the kinds may starve.");
        }
    }
}
