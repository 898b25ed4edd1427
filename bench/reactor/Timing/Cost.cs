using System.Diagnostics;
using Measuring;

namespace ReactorBench;

/// <summary>What an operation costs: nanoseconds, and bytes that it has allocated on the heap.</summary>
internal static class Cost
{
    /// <summary>Operations that are under way at a time, where they are many.</summary>
    public const int Batch = 256;

    private const int WarmUpShare = 4;

    /// <summary>Measures on one core.</summary>
    /// <param name="placement">Puts the thread there.</param>
    /// <param name="make">Makes what is measured, on that thread.</param>
    /// <param name="count">How many operations.</param>
    /// <returns>Nanoseconds and bytes.</returns>
    public static double[] OnOneCore(ICorePlacement placement, Func<Subject> make, int count)
    {
        double[] cost = [];
        Race race = new(placement);
        race.Add(0, () => cost = Measure(make, count, GC.GetAllocatedBytesForCurrentThread));
        race.Run();
        return cost;
    }

    /// <summary>Measures on all cores.</summary>
    /// <param name="make">Makes what is measured, which employs whatever threads it likes.</param>
    /// <param name="count">How many operations.</param>
    /// <returns>Nanoseconds and bytes.</returns>
    public static double[] OnAllCores(Func<Subject> make, int count) =>
        Measure(make, count, () => GC.GetTotalAllocatedBytes(precise: true));

    private static double[] Measure(Func<Subject> make, int count, Func<long> allocated)
    {
        using Subject subject = make();
        subject.Run(Math.Max(Batch, count / WarmUpShare));
        GC.Collect();
        GC.WaitForPendingFinalizers();
        long bytes = allocated();
        long start = Stopwatch.GetTimestamp();
        subject.Run(count);
        long ticks = Stopwatch.GetTimestamp() - start;
        bytes = allocated() - bytes;
        return [ticks * 1e9 / Stopwatch.Frequency / count, (double)bytes / count];
    }
}
