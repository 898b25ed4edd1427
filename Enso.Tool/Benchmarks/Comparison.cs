using Enso.Benchmarks;

namespace Enso.Tool.Benchmarks;

/// <summary>One measure of both systems.</summary>
/// <param name="Measure">What was measured.</param>
/// <param name="Enso">Ensō's values, in nanoseconds.</param>
/// <param name="Linux">Linux's values, in nanoseconds; null when Linux was left out.</param>
public sealed record Comparison(Measure Measure, Sample Enso, Sample? Linux)
{
    /// <summary>The median of Ensō's values as a fraction of Linux's; null without Linux, and where Linux's is not
    /// greater than zero, as a lateness may be.</summary>
    public double? Ratio => Linux is { Median: > 0 } linux ? Enso.Median / linux.Median : null;

    /// <summary>Whether the ratio is what is expected, or better; null where nothing is expected or there is no ratio.
    /// </summary>
    public bool? IsMet => Ratio is { } ratio && Measure.Expected is { } expected ? ratio <= expected : null;

    /// <summary>Compares what boots gave.</summary>
    /// <param name="measures">What was measured.</param>
    /// <param name="enso">Ensō's boots.</param>
    /// <param name="linux">Linux's boots; none when it was left out.</param>
    /// <returns>One comparison for each measure.</returns>
    public static IReadOnlyList<Comparison> Of(
        IEnumerable<Measure> measures,
        IReadOnlyCollection<BenchmarkOutput> enso,
        IReadOnlyCollection<BenchmarkOutput> linux) =>
    [
        .. measures.Select(measure => new Comparison(
            measure,
            new Sample(enso.SelectMany(boot => boot.Values(measure.EnsoValue))),
            linux.Count == 0 ? null : new Sample(linux.SelectMany(boot => boot.Values(measure.LinuxValue))))),
    ];
}
