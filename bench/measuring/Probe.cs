using System.Diagnostics;

namespace Measuring;

/// <summary>How far apart the two cores are: the time that a bare cache line takes there and back. Where cores
/// are virtual, the host may move them nearer or farther at any time.</summary>
internal static class Probe
{
    private const int Chunks = 21;
    private const int RoundTrips = 500;

    // Alone in its pair of cache lines, whichever way the array lies.
    private const int Length = 48;
    private const int Middle = 24;

    /// <summary>Measures it.</summary>
    /// <param name="placement">Puts the threads on their cores.</param>
    /// <returns>Nanoseconds for a round trip: the median of several means.</returns>
    public static double Run(ICorePlacement placement)
    {
        long[] line = new long[Length];
        double[] means = new double[Chunks];
        Race race = new(placement);
        race.Add(0, () => Ask(line, means));
        race.Add(1, () => Answer(line));
        race.Run();
        Array.Sort(means);
        return means[Chunks / 2];
    }

    private static void Ask(long[] line, double[] means)
    {
        ref long turn = ref line[Middle];
        long next = 1;
        for (int chunk = 0; chunk < Chunks; chunk++)
        {
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < RoundTrips; i++, next += 2)
            {
                Volatile.Write(ref turn, next);
                while (Volatile.Read(ref turn) != next + 1)
                {
                }
            }

            means[chunk] = (Stopwatch.GetTimestamp() - start) * 1e9 / Stopwatch.Frequency / RoundTrips;
        }
    }

    private static void Answer(long[] line)
    {
        ref long turn = ref line[Middle];
        for (long next = 1; next < 2 * Chunks * RoundTrips; next += 2)
        {
            while (Volatile.Read(ref turn) != next)
            {
            }

            Volatile.Write(ref turn, next + 1);
        }
    }
}
