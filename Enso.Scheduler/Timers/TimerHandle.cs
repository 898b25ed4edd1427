namespace Enso.Scheduler;

/// <summary>Names a timer of a queue. When the timer is no more, its handle names nothing, also when its place has
/// been given to another (until the place has been given away 2^32 times). The default value names nothing.</summary>
public readonly record struct TimerHandle
{
    // One word, so that it goes through registers.
    private readonly ulong _value;

    /// <summary>Makes a handle: for who writes a queue of timers.</summary>
    /// <param name="index">The place of the timer in its queue.</param>
    /// <param name="generation">How often the place has been given away; never 0 for a timer.</param>
    public TimerHandle(int index, uint generation)
    {
        _value = ((ulong)generation << 32) | (uint)index;
    }

    /// <summary>The place of the timer in its queue.</summary>
    public int Index => (int)_value;

    /// <summary>How often the place has been given away; never 0 for a timer.</summary>
    public uint Generation => (uint)(_value >> 32);
}
