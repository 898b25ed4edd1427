using System.Runtime;

namespace Enso.Machine.Runtime.Text;

/// <summary>The pseudo-random sequence of <c>srand48</c> and <c>lrand48</c>: X' = (0x5DEECE66D X + 11) mod 2^48
/// (POSIX.1-2017, drand48). The same seed gives the same numbers as on every other system.</summary>
internal static class LinearCongruence
{
    private const ulong Multiplier = 0x5DEECE66D;
    private const ulong Increment = 11;
    private const ulong Mask = (1UL << 48) - 1;
    private const int LowestBits = 0x330E;

    private static ulong s_state;

    /// <summary>Starts the sequence of a seed's lower 32 bits.</summary>
    [RuntimeExport("srand48")]
    internal static void Seed(long seed) => Volatile.Write(ref s_state, ((ulong)(uint)seed << 16) | LowestBits);

    /// <summary>The next number, from 0 up to 2^31. Two threads never get the same one of a sequence.</summary>
    [RuntimeExport("lrand48")]
    internal static long Next()
    {
        for (;;)
        {
            ulong state = Volatile.Read(ref s_state);
            ulong next = ((state * Multiplier) + Increment) & Mask;
            if (Interlocked.CompareExchange(ref s_state, next, state) == state)
            {
                return (long)(next >> 17);
            }
        }
    }
}
