namespace Enso.Benchmarks;

/// <summary>What a run of a benchmark found.</summary>
/// <param name="Options">What was asked for.</param>
/// <param name="Rows">The rows of the table.</param>
/// <param name="System">What it ran on.</param>
/// <param name="Notes">What was left out, and why.</param>
/// <param name="Shared">The share of the machine's processors that others used, from 0 to 1; null where nobody else has
/// any of it.</param>
public sealed record SuiteResult(
    SuiteOptions Options,
    IReadOnlyList<SuiteRow> Rows,
    IReadOnlyDictionary<string, string> System,
    IReadOnlyList<string> Notes,
    double? Shared)
{
    // Loops, where LINQ over numbers would be shorter: in the kernel's image each of its operators would be compiled
    // for each type, and again for each pair.
    // Clocks have steps: who is slower by less than the table shows is no slower.
    private const double NoSlower = 1.005;

    /// <summary>Whether others used so much of the machine that the figures mean nothing.</summary>
    public bool IsDisturbed => Shared > Disturbance.TolerableShare;

    /// <summary>A row's time as a multiple of the floor's.</summary>
    /// <param name="row">The row.</param>
    /// <param name="distance">Near or far.</param>
    /// <returns>The ratio of the medians; null when either is missing.</returns>
    public double? ToFloor(SuiteRow row, CoreDistance distance) => Ratio(row, distance, ContenderRole.Floor);

    /// <summary>A row's time as a multiple of the quickest peer's.</summary>
    /// <param name="row">The row.</param>
    /// <param name="distance">Near or far.</param>
    /// <returns>The ratio of the medians; null when either is missing.</returns>
    public double? ToBestPeer(SuiteRow row, CoreDistance distance) => Ratio(row, distance, ContenderRole.Peer);

    /// <summary>Whether a row is as it is expected to be: within the time named, no slower than any peer, and
    /// where bytes are counted, without one.</summary>
    /// <param name="row">The row.</param>
    /// <param name="distance">Near or far.</param>
    /// <returns>Whether all expectations are met; null when nothing is expected, or nothing was measured.</returns>
    public bool? IsMet(SuiteRow row, CoreDistance distance)
    {
        ArgumentNullException.ThrowIfNull(row);
        if (row.Figure.Role != ContenderRole.Own || row.At(distance) is not { } sample)
        {
            return null;
        }

        bool isAsked = false;
        bool isMet = true;
        void Ask(double? limit, double? value)
        {
            isAsked |= limit is not null && value is not null;
            isMet &= !(value > limit);
        }

        Ask(distance == CoreDistance.Near ? row.Figure.Expected : null, sample.Median);
        Ask(row.Figure.ExpectedToFloor, ToFloor(row, distance));
        Ask(row.Figure.Measure.IsCompared ? NoSlower : null, ToBestPeer(row, distance));
        Ask(0, row.Bytes);
        return isAsked ? isMet : null;
    }

    private double? Ratio(SuiteRow row, CoreDistance distance, ContenderRole role)
    {
        ArgumentNullException.ThrowIfNull(row);
        double least = double.PositiveInfinity;
        foreach (SuiteRow other in Rows)
        {
            if (other.Figure.Role == role && other.Figure.Measure == row.Figure.Measure
                && other.At(distance) is { } others)
            {
                least = Math.Min(least, others.Median);
            }
        }

        return row.At(distance) is { } sample && least > 0 && double.IsFinite(least) ? sample.Median / least : null;
    }
}
