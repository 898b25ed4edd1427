namespace Enso.Scheduler;

/// <summary>What a queue of timers is made with.</summary>
public sealed record TimerOptions
{
    /// <summary>The most timers of a queue.</summary>
    public const int LargestCapacity = 1 << 24;

    /// <summary>The longest tick, in nanoseconds: about 18 minutes.</summary>
    public const long LongestTick = 1L << 40;

    /// <summary>For how many timers there is memory from the beginning: from 1 to
    /// <see cref="MaximumCapacity"/>.</summary>
    public int Capacity { get; init; } = 1024;

    /// <summary>How many timers can be pending: from 1 to <see cref="LargestCapacity"/>.</summary>
    public int MaximumCapacity { get; init; } = LargestCapacity;

    /// <summary>The tick of a wheel, in nanoseconds: a power of two, from 1 to <see cref="LongestTick"/>. By default
    /// about a millisecond.</summary>
    public long Tick { get; init; } = 1L << 20;

    /// <summary>The time at which it is made, in nanoseconds; at least 0.</summary>
    public long Start { get; init; }

    /// <summary>Looks whether all values are allowed.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is not; the message says what is.</exception>
    public void Validate()
    {
        if (MaximumCapacity is < 1 or > LargestCapacity)
        {
            throw new ArgumentOutOfRangeException(
                nameof(MaximumCapacity), MaximumCapacity, $"From 1 to {LargestCapacity} timers can be allowed.");
        }

        if (Capacity < 1 || Capacity > MaximumCapacity)
        {
            throw new ArgumentOutOfRangeException(
                nameof(Capacity), Capacity, $"The capacity is from 1 to the maximum capacity, {MaximumCapacity}.");
        }

        if (Tick is < 1 or > LongestTick || !long.IsPow2(Tick))
        {
            throw new ArgumentOutOfRangeException(
                nameof(Tick), Tick, $"A tick is a power of two from 1 to {LongestTick} nanoseconds.");
        }

        if (Start < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(Start), Start, "The time is at least 0.");
        }
    }
}
