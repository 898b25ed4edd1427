using System.Globalization;

namespace Enso.Benchmarks;

/// <summary>Writes what queues cost for people.</summary>
internal static class QueuesTable
{
    // Words, numbers, and numbers' ranges.
    private const string Layout = "wwnrnnwnrnnw";

    private static readonly QueuesDistance[] s_distances = [QueuesDistance.Near, QueuesDistance.Far];

    /// <summary>Writes a result: what was measured on what, the table, and what to think of it.</summary>
    /// <param name="result">The result.</param>
    /// <returns>The lines.</returns>
    public static IReadOnlyList<string> Describe(QueuesResult result) =>
    [
        string.Join(", ", result.System.Keys.Select(key => $"{key} {result.System[key]}")),
        string.Create(
            CultureInfo.InvariantCulture,
            $"Nanoseconds for a message: median (least to greatest); rounds: {result.Options.Rounds};"),
        string.Create(
            CultureInfo.InvariantCulture,
            $"near cores (a bare cache line's round trip is below {QueuesRecord.NearLimit:F0} ns) and far ones apart;"),
        "then the ratio to the bare ring's median, and to the quickest peer's.",
        .. Shortened(result.Options.Divisor),
        "",
        .. Table(result),
        .. Verdict(result),
        .. Notes(result),
    ];

    /// <summary>Writes the table: a section for each measure, all with the same columns.</summary>
    /// <param name="result">The result.</param>
    /// <returns>The lines; an empty one after each section.</returns>
    public static IReadOnlyList<string> Table(QueuesResult result)
    {
        string[] names =
            ["", "expected", "near", "", "floor", "peer", "", "far", "", "floor", "peer", ""];
        List<string[]> rows = [.. result.Rows.Select(row => Cells(result, row))];
        TextColumns columns = new(Layout, [names, .. rows]);
        List<string> lines = [];
        for (int i = 0; i < rows.Count; i++)
        {
            QueuesMeasure measure = result.Rows[i].Measure;
            if (i == 0 || measure != result.Rows[i - 1].Measure)
            {
                lines.Add(measure.Title);
                lines.Add(columns.Line(names));
            }

            lines.Add(columns.Line(rows[i]));
            if (i == rows.Count - 1 || measure != result.Rows[i + 1].Measure)
            {
                lines.Add("");
            }
        }

        return lines;
    }

    private static string[] Shortened(int divisor) => divisor == 1
        ? []
        : [string.Create(
            CultureInfo.InvariantCulture,
            $"Rounds are 1/{divisor} as long as for figures that are to be compared with others.")];

    private static string[] Verdict(QueuesResult result)
    {
        int asked = 0;
        int met = 0;
        foreach (QueuesRow row in result.Rows)
        {
            foreach (QueuesDistance distance in s_distances)
            {
                bool? verdict = result.IsMet(row, distance);
                asked += verdict is null ? 0 : 1;
                met += verdict == true ? 1 : 0;
            }
        }

        return asked == 0
            ? []
            : [string.Create(
                CultureInfo.InvariantCulture,
                $"{met} of {asked} figures are as expected: within the time named, and no slower than any peer.")];
    }

    private static IEnumerable<string> Notes(QueuesResult result)
    {
        foreach (string note in result.Notes)
        {
            yield return $"Left out: {note}";
        }

        int dropped = 0;
        foreach (QueuesRow row in result.Rows)
        {
            dropped += row.Dropped;
        }

        if (dropped > 0)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"Dropped, because the cores were moved nearer or farther meanwhile: {dropped} values.");
        }

        if (result.Shared is { } shared)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture, $"Host: others used {shared * 100:F0}% of its processors.");
        }

        if (result.IsDisturbed)
        {
            yield return "Warning: others used this machine meanwhile, so these figures mean little. "
                + "Run it again on an idle machine.";
        }
    }

    private static string[] Cells(QueuesResult result, QueuesRow row) =>
    [
        row.Queue.Title,
        QueuesCatalog.Expected(row.Measure, row.Queue) is { } expected
            ? string.Create(CultureInfo.InvariantCulture, $"{expected:0.##} ns")
            : QueuesCatalog.ExpectedRatio(row.Measure, row.Queue) is { } ratio
                ? string.Create(CultureInfo.InvariantCulture, $"{ratio:F2} floor")
                : "",
        .. Cells(result, row, QueuesDistance.Near),
        .. Cells(result, row, QueuesDistance.Far),
    ];

    private static string[] Cells(QueuesResult result, QueuesRow row, QueuesDistance distance)
    {
        if (row.At(distance) is not { } sample)
        {
            return ["-", "", "", "", ""];
        }

        TimeUnit unit = new("ns", 1);
        return
        [
            unit.Format(sample.Median),
            sample.Count == 1 ? "" : $"({unit.Format(sample.Minimum)} to {unit.Format(sample.Maximum)})",
            Ratio(result.ToFloor(row, distance)),
            Ratio(result.ToBestPeer(row, distance)),
            result.IsMet(row, distance) switch { true => "met", false => "missed", null => "" },
        ];
    }

    private static string Ratio(double? ratio) => ratio?.ToString("F2", CultureInfo.InvariantCulture) ?? "";
}
