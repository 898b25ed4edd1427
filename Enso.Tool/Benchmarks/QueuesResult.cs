namespace Enso.Tool.Benchmarks;

/// <summary>What <c>enso bench queues</c> found.</summary>
/// <param name="Options">What was asked for.</param>
/// <param name="Rows">The rows of the table.</param>
/// <param name="System">What it ran on.</param>
/// <param name="Notes">What was left out, and why.</param>
/// <param name="Shared">The share of the machine's processors that others used, from 0 to 1.</param>
public sealed record QueuesResult(
    QueuesOptions Options,
    IReadOnlyList<QueuesRow> Rows,
    IReadOnlyDictionary<string, string> System,
    IReadOnlyList<string> Notes,
    double Shared)
{
    // Clocks have steps: who is slower by less than the table shows is no slower.
    private const double NoSlower = 1.005;

    /// <summary>Whether others used so much of the machine that the figures mean nothing.</summary>
    public bool IsDisturbed => Shared > OsBenchmarkResult.TolerableShare;

    /// <summary>A row's time as a multiple of the floor's.</summary>
    /// <param name="row">The row.</param>
    /// <param name="distance">Near or far.</param>
    /// <returns>The ratio of the medians; null when either is missing.</returns>
    public double? ToFloor(QueuesRow row, QueuesDistance distance) => Ratio(row, distance, QueuesRole.Floor);

    /// <summary>A row's time as a multiple of the quickest peer's.</summary>
    /// <param name="row">The row.</param>
    /// <param name="distance">Near or far.</param>
    /// <returns>The ratio of the medians; null when either is missing.</returns>
    public double? ToBestPeer(QueuesRow row, QueuesDistance distance) => Ratio(row, distance, QueuesRole.Peer);

    /// <summary>Whether a row is as it is expected to be.</summary>
    /// <param name="row">The row.</param>
    /// <param name="distance">Near or far.</param>
    /// <returns>Whether all expectations are met; null when nothing is expected, or nothing was measured.</returns>
    public bool? IsMet(QueuesRow row, QueuesDistance distance)
    {
        ArgumentNullException.ThrowIfNull(row);
        if (row.Queue.Role != QueuesRole.Own || row.At(distance) is not { } sample)
        {
            return null;
        }

        bool?[] verdicts =
        [
            distance == QueuesDistance.Near && QueuesCatalog.Expected(row.Measure, row.Queue) is { } expected
                ? sample.Median <= expected
                : null,
            QueuesCatalog.ExpectedRatio(row.Measure, row.Queue) is { } most && ToFloor(row, distance) is { } toFloor
                ? toFloor <= most
                : null,
            row.Measure.IsCompared && ToBestPeer(row, distance) is { } toPeer ? toPeer < NoSlower : null,
        ];
        return verdicts.All(verdict => verdict is null) ? null : verdicts.All(verdict => verdict != false);
    }

    private double? Ratio(QueuesRow row, QueuesDistance distance, QueuesRole role)
    {
        ArgumentNullException.ThrowIfNull(row);
        double[] others =
        [
            .. Rows.Where(other => other.Queue.Role == role && other.Measure == row.Measure)
                .Select(other => other.At(distance)?.Median)
                .OfType<double>(),
        ];
        return row.At(distance) is { } sample && others.Length > 0 && others.Min() > 0
            ? sample.Median / others.Min()
            : null;
    }
}
