using System.Globalization;
using System.Text;

namespace Enso.Tool.Benchmarks;

/// <summary>Writes what queues cost for people.</summary>
internal static class QueuesTable
{
    private const string Gap = "  ";

    private static readonly QueuesDistance[] s_distances = [QueuesDistance.Near, QueuesDistance.Far];

    /// <summary>Writes a result: what was measured on what, the table, and what to think of it.</summary>
    /// <param name="result">The result.</param>
    /// <returns>The lines.</returns>
    public static IReadOnlyList<string> Describe(QueuesResult result) =>
    [
        string.Join(", ", result.System.Select(pair => $"{pair.Key} {pair.Value}")),
        string.Create(
            CultureInfo.InvariantCulture,
            $"Nanoseconds for a message: median (least to greatest); rounds: {result.Options.Rounds};"),
        string.Create(
            CultureInfo.InvariantCulture,
            $"near cores (a bare cache line's round trip is below {QueuesRecord.NearLimit:F0} ns) and far ones apart;"),
        "then the ratio to the bare ring's median, and to the quickest peer's.",
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
        List<(QueuesMeasure Measure, string[] Cells)> rows =
            [.. result.Rows.Select(row => (row.Measure, Cells(result, row)))];
        int[] widths =
            [.. names.Select((name, i) => rows.Select(row => row.Cells[i].Length).Append(name.Length).Max())];
        List<string> lines = [];
        foreach (IGrouping<QueuesMeasure, (QueuesMeasure Measure, string[] Cells)> section
            in rows.GroupBy(row => row.Measure))
        {
            lines.Add(section.Key.Title);
            lines.Add(Line(names, widths));
            lines.AddRange(section.Select(row => Line(row.Cells, widths)));
            lines.Add("");
        }

        return lines;
    }

    private static IEnumerable<string> Verdict(QueuesResult result)
    {
        bool[] verdicts =
        [
            .. from row in result.Rows
               from distance in s_distances
               let verdict = result.IsMet(row, distance)
               where verdict is not null
               select verdict.Value,
        ];
        return verdicts.Length == 0
            ? []
            : [string.Create(
                CultureInfo.InvariantCulture,
                $"{verdicts.Count(isMet => isMet)} of {verdicts.Length} figures are as expected: "
                + $"within the time named, and no slower than any peer.")];
    }

    private static IEnumerable<string> Notes(QueuesResult result)
    {
        foreach (string note in result.Notes)
        {
            yield return $"Left out: {note}";
        }

        if (result.Rows.Sum(row => row.Dropped) is > 0 and var dropped)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"Dropped, because the cores were moved nearer or farther meanwhile: {dropped} values.");
        }

        yield return string.Create(
            CultureInfo.InvariantCulture, $"Host: others used {result.Shared * 100:F0}% of its processors.");
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
        .. s_distances.SelectMany(distance => Cells(result, row, distance)),
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

    // Words begin at the left of their column, numbers end at its right.
    private static string Line(string[] row, int[] widths)
    {
        StringBuilder line = new();
        for (int i = 0; i < row.Length; i++)
        {
            bool isNumber = i is 2 or 4 or 5 or 7 or 9 or 10;
            line.Append(i is 3 or 8 ? " " : Gap);
            line.Append(isNumber ? row[i].PadLeft(widths[i]) : row[i].PadRight(widths[i]));
        }

        return line.ToString().TrimEnd();
    }
}
