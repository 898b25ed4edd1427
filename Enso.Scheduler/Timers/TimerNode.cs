using System.Runtime.InteropServices;

namespace Enso.Scheduler;

/// <summary>A timer: a cache line.</summary>
[StructLayout(LayoutKind.Sequential, Size = 64)]
internal struct TimerNode
{
    /// <summary>No node.</summary>
    public const int None = -1;

    /// <summary>When it is due, as its user sees it.</summary>
    public long Due;

    /// <summary>When the queue gives it: not before it is due. In a wheel, in ticks.</summary>
    public long At;

    /// <summary>The terms' interval; 0 for none.</summary>
    public long Interval;

    /// <summary>The terms' slack.</summary>
    public long Slack;

    /// <summary>The terms' state.</summary>
    public long State;

    /// <summary>The terms' target.</summary>
    public int Target;

    /// <summary>What a handle must have to name this timer.</summary>
    public uint Generation;

    /// <summary>The next one of the list that it is in. In a tree, where it is in the heap.</summary>
    public int Next;

    /// <summary>The one before it.</summary>
    public int Previous;

    /// <summary>In a wheel, the slot that it is in.</summary>
    public short Slot;

    /// <summary>The terms' word about late ticks.</summary>
    public LateTicks Late;

    /// <summary>Whether it is pending.</summary>
    public bool IsPending;
}
