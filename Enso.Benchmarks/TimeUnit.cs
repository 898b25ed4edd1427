using System.Globalization;

namespace Enso.Benchmarks;

/// <summary>A unit in which times are shown.</summary>
/// <param name="Symbol">Its symbol.</param>
/// <param name="Nanoseconds">Its length.</param>
internal readonly record struct TimeUnit(string Symbol, double Nanoseconds)
{
    private const double Step = 1000;

    // Four digits are read more easily than a fraction: the next unit begins at ten of it.
    private const double FirstOfNext = 10 * Step;

    /// <summary>Chooses the unit for a row.</summary>
    /// <param name="nanoseconds">The smallest time that matters in it.</param>
    /// <returns>The largest unit in which that is at least ten; else nanoseconds.</returns>
    public static TimeUnit For(double nanoseconds) => nanoseconds switch
    {
        < FirstOfNext => new TimeUnit("ns", 1),
        < FirstOfNext * Step => new TimeUnit("µs", Step),
        < FirstOfNext * Step * Step => new TimeUnit("ms", Step * Step),
        _ => new TimeUnit("s", Step * Step * Step),
    };

    /// <summary>Writes a time in the unit, without its symbol.</summary>
    /// <param name="nanoseconds">The time.</param>
    /// <returns>At least three digits.</returns>
    public string Format(double nanoseconds)
    {
        double value = nanoseconds / Nanoseconds;
        string format = Math.Abs(value) switch { < 9.995 => "F2", < 99.95 => "F1", _ => "N0" };
        return value.ToString(format, CultureInfo.InvariantCulture);
    }
}
