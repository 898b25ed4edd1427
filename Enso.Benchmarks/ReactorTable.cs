using System.Globalization;

namespace Enso.Benchmarks;

/// <summary>Writes what reactors cost for people.</summary>
internal static class ReactorTable
{
    // Words, numbers, and the numbers' ranges.
    private const string Layout = "wwnrnnnw";

    /// <summary>Writes a result: what was measured on what, the table, and what to think of it.</summary>
    /// <param name="result">The result.</param>
    /// <returns>The lines.</returns>
    public static IReadOnlyList<string> Describe(ReactorResult result) =>
    [
        string.Join(", ", result.System.Keys.Select(key => $"{key} {result.System[key]}")),
        string.Create(
            CultureInfo.InvariantCulture,
            $"Nanoseconds for an operation: median (least to greatest); rounds: {result.Options.Rounds};"),
        "then the ratio to the bare ring's median, and to the quickest peer's, and bytes of the heap for an operation.",
        .. Shortened(result.Options.Divisor),
        "",
        .. Table(result),
        .. Verdict(result),
        .. Notes(result),
    ];

    /// <summary>Writes the table: a section for each measure, all with the same columns.</summary>
    /// <param name="result">The result.</param>
    /// <returns>The lines; an empty one after each section.</returns>
    public static IReadOnlyList<string> Table(ReactorResult result)
    {
        string[] names = ["", "expected", "ns", "", "floor", "peer", "bytes", ""];
        string[][] rows = [.. result.Rows.Select(row => Cells(result, row))];
        TextColumns columns = new(Layout, [names, .. rows]);
        List<string> lines = [];
        for (int i = 0; i < rows.Length; i++)
        {
            ReactorMeasure measure = result.Rows[i].Figure.Measure;
            if (i == 0 || measure != result.Rows[i - 1].Figure.Measure)
            {
                lines.Add(measure.Title);
                lines.Add(columns.Line(names));
            }

            lines.Add(columns.Line(rows[i]));
            if (i == rows.Length - 1 || measure != result.Rows[i + 1].Figure.Measure)
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

    private static string[] Verdict(ReactorResult result)
    {
        bool[] verdicts = [.. result.Rows.Select(result.IsMet).OfType<bool>()];
        return verdicts.Length == 0
            ? []
            : [string.Create(
                CultureInfo.InvariantCulture,
                $"{verdicts.Count(isMet => isMet)} of {verdicts.Length} figures are as expected: within what is named, no slower "
                + $"than any peer, and without allocation.")];
    }

    private static IEnumerable<string> Notes(ReactorResult result)
    {
        foreach (string note in result.Notes)
        {
            yield return $"Left out: {note}";
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

    private static string[] Cells(ReactorResult result, ReactorRow row)
    {
        TimeUnit unit = new("ns", 1);
        ReactorFigure figure = row.Figure;
        string expected = figure.ExpectedToFloor is { } ratio
            ? string.Create(CultureInfo.InvariantCulture, $"{ratio:F2} floor")
            : figure.Expected is { } time ? string.Create(CultureInfo.InvariantCulture, $"{time:0.##} ns") : "";
        string distance = figure.Measure.IsAcrossCores ? $", {row.Distance.ToString().ToLowerInvariant()} cores" : "";
        return
        [
            figure.Title + distance,
            expected,
            unit.Format(row.Time.Median),
            row.Time.Count == 1 ? "" : $"({unit.Format(row.Time.Minimum)} to {unit.Format(row.Time.Maximum)})",
            Ratio(result.ToFloor(row)),
            Ratio(result.ToBestPeer(row)),
            row.Bytes switch
            {
                null => "-",
                0 => "0",
                { } bytes => bytes.ToString(bytes < 10 ? "0.###" : "F0", CultureInfo.InvariantCulture),
            },
            result.IsMet(row) switch { true => "met", false => "missed", null => "" },
        ];
    }

    private static string Ratio(double? ratio) => ratio?.ToString("F2", CultureInfo.InvariantCulture) ?? "";
}
