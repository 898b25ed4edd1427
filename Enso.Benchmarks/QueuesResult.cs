namespace Enso.Benchmarks;

/// <summary>What a run of <c>bench queues</c> found.</summary>
/// <param name="Options">What was asked for.</param>
/// <param name="Rows">The rows of the table.</param>
/// <param name="System">What it ran on.</param>
/// <param name="Notes">What was left out, and why.</param>
/// <param name="Shared">The share of the machine's processors that others used, from 0 to 1; null where nobody else has
/// any of it.</param>
public sealed record QueuesResult(
    QueuesOptions Options,
    IReadOnlyList<QueuesRow> Rows,
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

        bool isAsked = false;
        bool isMet = true;
        void Ask(double? limit, double? value)
        {
            isAsked |= limit is not null && value is not null;
            isMet &= !(value > limit);
        }

        Ask(distance == QueuesDistance.Near ? QueuesCatalog.Expected(row.Measure, row.Queue) : null, sample.Median);
        Ask(QueuesCatalog.ExpectedRatio(row.Measure, row.Queue), ToFloor(row, distance));
        Ask(row.Measure.IsCompared ? NoSlower : null, ToBestPeer(row, distance));
        return isAsked ? isMet : null;
    }

    private double? Ratio(QueuesRow row, QueuesDistance distance, QueuesRole role)
    {
        ArgumentNullException.ThrowIfNull(row);
        double least = double.PositiveInfinity;
        foreach (QueuesRow other in Rows)
        {
            if (other.Queue.Role == role && other.Measure == row.Measure && other.At(distance) is { } others)
            {
                least = Math.Min(least, others.Median);
            }
        }

        return row.At(distance) is { } sample && least > 0 && double.IsFinite(least) ? sample.Median / least : null;
    }
}
