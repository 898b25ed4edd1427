using Enso.Machine.Time;

namespace Enso.Machine.Interrupts;

/// <summary>An interrupt whose top half is all there is to it, to measure by: it says when it ran.</summary>
internal static unsafe class EntryProbe
{
    /// <summary>Its vector: the last but one that devices use.</summary>
    public const int Vector = Vectors.LastDevice - 1;

    private static ulong s_time;

    /// <summary>When it ran last, in nanoseconds of the monotonic clock; 0 since it was set so.</summary>
    public static ulong Time
    {
        get => Volatile.Read(ref s_time);
        set => Volatile.Write(ref s_time, value);
    }

    /// <summary>Has interrupts on the vector taken from now on.</summary>
    public static void Arm() => InterruptDispatch.SetHandler(Vector, &OnInterrupt);

    private static void OnInterrupt() => Time = Clock.Now();
}
