using System.Diagnostics;

namespace OsBench;

/// <summary>One thing that an operating system does for .NET.</summary>
internal abstract class Benchmark
{
    /// <summary>Its name on the command line.</summary>
    public abstract string Name { get; }

    /// <summary>The operations of a round: enough to take much longer than the clock's resolution and a turn of the
    /// scheduler.</summary>
    public abstract int Operations { get; }

    /// <summary>The names of the values that a round gives.</summary>
    public virtual IReadOnlyList<string> Values => [Name];

    /// <summary>Whether it can be measured more than once in a boot.</summary>
    public virtual bool IsRepeatable => true;

    /// <summary>Measures a round.</summary>
    /// <param name="operations">How many operations.</param>
    /// <returns>The values, in nanoseconds.</returns>
    public abstract double[] Run(int operations);

    /// <summary>The time since a moment, in nanoseconds.</summary>
    /// <param name="start">The moment, by <see cref="Stopwatch.GetTimestamp"/>.</param>
    protected static double Since(long start) => Nanoseconds(Stopwatch.GetTimestamp() - start);

    /// <summary>A time in nanoseconds.</summary>
    /// <param name="ticks">The time, in ticks of <see cref="Stopwatch"/>.</param>
    protected static double Nanoseconds(long ticks) => ticks * 1e9 / Stopwatch.Frequency;
}
