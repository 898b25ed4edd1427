namespace Enso.Benchmarks;

/// <summary>What was measured of a figure.</summary>
/// <param name="Figure">The figure.</param>
/// <param name="Near">Nanoseconds in rounds between near cores, and where only one core matters; null when there was
/// none.</param>
/// <param name="Far">Nanoseconds in rounds between far cores; null when there was none.</param>
/// <param name="Dropped">How many rounds say nothing, because the cores were moved meanwhile.</param>
/// <param name="Bytes">The least number of bytes of the heap for an operation in any round; null where nobody counts
/// them.</param>
public sealed record SuiteRow(SuiteFigure Figure, Sample? Near, Sample? Far, int Dropped, double? Bytes)
{
    /// <summary>The values between cores that are so far apart.</summary>
    /// <param name="distance">Near or far.</param>
    /// <returns>The values; null when there are none.</returns>
    public Sample? At(CoreDistance distance) => distance == CoreDistance.Near ? Near : Far;
}
