namespace Enso.Tool.Benchmarks;

/// <summary>Something that is measured on both systems: a row of the table.</summary>
/// <param name="Name">Its name in reports.</param>
/// <param name="Benchmark">The benchmark of <c>bench/os</c> that measures it.</param>
/// <param name="Title">What it is, in a few words.</param>
/// <param name="Expected">What Ensō's time is expected to be at most, as a fraction of Linux's; null where nothing is
/// expected.</param>
public sealed record Measure(string Name, string Benchmark, string Title, double? Expected)
{
    /// <summary>What Ensō's boots call its values.</summary>
    public string EnsoValue { get; init; } = Name;

    /// <summary>What Linux's boots call its values.</summary>
    public string LinuxValue { get; init; } = Name;

    /// <summary>Whether a boot gives one value, however many rounds were asked for.</summary>
    public bool IsOnceEachBoot => Benchmark == MeasureCatalog.Boot;
}
