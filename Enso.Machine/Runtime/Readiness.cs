using Enso.Machine.Threads;

namespace Enso.Machine.Runtime;

/// <summary>One number that changes whenever any descriptor may have become ready to be read or written: what
/// <c>poll</c>, which waits for several at once, waits on.</summary>
/// <remarks>Whoever waits reads the number, then looks at its descriptors, then waits while the number is that: nothing
/// that happens in between is missed. Every change wakes all of them; they are few, and most look once.</remarks>
internal static unsafe class Readiness
{
    private static int s_changes;

    /// <summary>The number; read before the descriptors are looked at.</summary>
    public static int Current => Volatile.Read(ref s_changes);

    /// <summary>Says that a descriptor may be ready now.</summary>
    public static void Changed()
    {
        Interlocked.Increment(ref s_changes);
        Futex.Wake(Pointers.Of(ref s_changes), int.MaxValue);
    }

    /// <summary>Says so, but keeps the core: for interrupt handlers. Interrupts are off.</summary>
    public static void ChangedKeepingCore()
    {
        Interlocked.Increment(ref s_changes);
        Futex.WakeKeepingCore(Pointers.Of(ref s_changes), int.MaxValue);
    }

    /// <summary>Waits until the number is no longer <paramref name="seen"/>, or until <paramref name="deadline"/>
    /// (nanoseconds of the monotonic clock; 0: for ever).</summary>
    public static void Wait(int seen, ulong deadline) => Futex.Wait(Pointers.Of(ref s_changes), seen, deadline);
}
