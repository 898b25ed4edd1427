namespace Enso.Benchmarks;

/// <summary>What a run of <c>bench reactor</c> found.</summary>
/// <param name="Options">What was asked for.</param>
/// <param name="Rows">The rows of the table.</param>
/// <param name="System">What it ran on.</param>
/// <param name="Notes">What was left out, and why.</param>
/// <param name="Shared">The share of the machine's processors that others used, from 0 to 1.</param>
public sealed record ReactorResult(
    ReactorOptions Options,
    IReadOnlyList<ReactorRow> Rows,
    IReadOnlyDictionary<string, string> System,
    IReadOnlyList<string> Notes,
    double? Shared)
{
    // Clocks have steps: who is slower by less than the table shows is no slower.
    private const double NoSlower = 1.005;

    /// <summary>Whether others used so much of the machine that the figures mean nothing.</summary>
    public bool IsDisturbed => Shared > Disturbance.TolerableShare;

    /// <summary>A row's time as a multiple of the floor's.</summary>
    /// <param name="row">The row.</param>
    /// <returns>The ratio of the medians; null when there is no floor.</returns>
    public double? ToFloor(ReactorRow row) => Ratio(row, QueuesRole.Floor);

    /// <summary>A row's time as a multiple of the quickest peer's.</summary>
    /// <param name="row">The row.</param>
    /// <returns>The ratio of the medians; null when there is no peer.</returns>
    public double? ToBestPeer(ReactorRow row) => Ratio(row, QueuesRole.Peer);

    /// <summary>Whether a row is as it is expected to be: within the time named, no slower than any peer, and without a byte of
    /// the heap.</summary>
    /// <param name="row">The row.</param>
    /// <returns>Whether it is; null when it is not one of ours.</returns>
    public bool? IsMet(ReactorRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return row.Figure.Role != QueuesRole.Own
            ? null
            : !(row.Time.Median > row.Figure.Expected)
                && !(ToFloor(row) > row.Figure.ExpectedToFloor)
                && !(row.Figure.Measure.IsCompared && ToBestPeer(row) > NoSlower)
                && !(row.Bytes > 0);
    }

    private double? Ratio(ReactorRow row, QueuesRole role)
    {
        ArgumentNullException.ThrowIfNull(row);
        double[] medians =
        [
            .. from other in Rows
               where other.Figure.Role == role && other.Figure.Measure == row.Figure.Measure && other.Distance == row.Distance
               select other.Time.Median,
        ];
        return medians.Length == 0 || medians.Min() <= 0 ? null : row.Time.Median / medians.Min();
    }
}
