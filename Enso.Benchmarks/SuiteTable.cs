using System.Globalization;

namespace Enso.Benchmarks;

/// <summary>Writes what was measured for people.</summary>
internal static class SuiteTable
{
    private static readonly CoreDistance[] s_near = [CoreDistance.Near];
    private static readonly CoreDistance[] s_far = [CoreDistance.Far];
    private static readonly CoreDistance[] s_both = [CoreDistance.Near, CoreDistance.Far];

    /// <summary>Writes a result: what was measured on what, the table, and what to think of it.</summary>
    /// <param name="result">The result.</param>
    /// <returns>The lines.</returns>
    public static IReadOnlyList<string> Describe(SuiteResult result) =>
    [
        string.Join(", ", result.System.Keys.Select(key => $"{key} {result.System[key]}")),
        .. Explain(result.Options),
        "",
        .. Table(result),
        .. Verdict(result),
        .. Notes(result),
    ];

    /// <summary>Writes the table: a section for each measure, all with the same columns.</summary>
    /// <param name="result">The result.</param>
    /// <returns>The lines; an empty one after each section.</returns>
    public static IReadOnlyList<string> Table(SuiteResult result)
    {
        Suite suite = result.Options.Suite;
        string[] names = Names(suite);
        List<SuiteMeasure> measures = [];
        List<string[]> rows = [];
        foreach (SuiteRow row in result.Rows)
        {
            foreach (CoreDistance[] distances in Lines(suite, row))
            {
                measures.Add(row.Figure.Measure);
                rows.Add(Cells(result, row, distances));
            }
        }

        TextColumns columns = new(Layout(suite), [names, .. rows]);
        List<string> lines = [];
        for (int i = 0; i < rows.Count; i++)
        {
            if (i == 0 || measures[i] != measures[i - 1])
            {
                lines.Add(measures[i].Title);
                lines.Add(columns.Line(names));
            }

            lines.Add(columns.Line(rows[i]));
            if (i == rows.Count - 1 || measures[i] != measures[i + 1])
            {
                lines.Add("");
            }
        }

        return lines;
    }

    private static IEnumerable<string> Explain(SuiteOptions options)
    {
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"Nanoseconds for {options.Suite.Operation}: median (least to greatest); rounds: {options.Rounds};");
        if (options.Suite.IsAcrossCores)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"near cores (a bare cache line's round trip is below {SuiteRecord.NearLimit:F0} ns) and far ones apart;");
        }

        yield return "then the ratio to the bare ring's median, and to the quickest peer's"
            + (options.Suite.CountsBytes ? ", and bytes of the heap for an operation." : ".");
        if (options.Divisor != 1)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"Rounds are 1/{options.Divisor} as long as for figures that are to be compared with others.");
        }
    }

    // Which distances are beside each other in each of a row's lines.
    private static IReadOnlyList<CoreDistance[]> Lines(Suite suite, SuiteRow row) => suite.IsAcrossCores
        ? [s_both]
        : (row.Near, row.Far) switch
        {
            (not null, not null) => [s_near, s_far],
            (null, not null) => [s_far],
            _ => [s_near],
        };

    // Words, then for each distance a number, its range, numbers and a word.
    private static string Layout(Suite suite)
    {
        string distance = suite.CountsBytes ? "nrnnnw" : "nrnnw";
        return "ww" + distance + (suite.IsAcrossCores ? distance : "");
    }

    private static string[] Names(Suite suite)
    {
        string[] bytes = suite.CountsBytes ? ["bytes"] : [];
        string[] Distance(string name) => [name, "", "floor", "peer", .. bytes, ""];
        return ["", "expected", .. suite.IsAcrossCores ? [.. Distance("near"), .. Distance("far")] : Distance("ns")];
    }

    private static string[] Cells(SuiteResult result, SuiteRow row, CoreDistance[] distances)
    {
        SuiteFigure figure = row.Figure;
        bool isNamed = figure.Measure.IsAcrossCores && distances.Length == 1;
        List<string> cells =
        [
            isNamed ? $"{figure.Title}, {(distances[0] == CoreDistance.Near ? "near" : "far")} cores" : figure.Title,
            figure.ExpectedToFloor is { } ratio ? string.Create(CultureInfo.InvariantCulture, $"{ratio:F2} floor")
                : figure.Expected is { } time ? string.Create(CultureInfo.InvariantCulture, $"{time:0.##} ns") : "",
        ];
        foreach (CoreDistance distance in distances)
        {
            cells.AddRange(Cells(result, row, distance));
        }

        return [.. cells];
    }

    private static string[] Cells(SuiteResult result, SuiteRow row, CoreDistance distance)
    {
        string[] bytes = result.Options.Suite.CountsBytes ? [Bytes(row.Bytes)] : [];
        if (row.At(distance) is not { } sample)
        {
            return ["-", "", "", "", .. bytes, ""];
        }

        TimeUnit unit = new("ns", 1);
        return
        [
            unit.Format(sample.Median),
            sample.Count == 1 ? "" : $"({unit.Format(sample.Minimum)} to {unit.Format(sample.Maximum)})",
            Ratio(result.ToFloor(row, distance)),
            Ratio(result.ToBestPeer(row, distance)),
            .. bytes,
            result.IsMet(row, distance) switch { true => "met", false => "missed", null => "" },
        ];
    }

    private static string[] Verdict(SuiteResult result)
    {
        int asked = 0;
        int met = 0;
        foreach (SuiteRow row in result.Rows)
        {
            foreach (CoreDistance distance in s_both)
            {
                bool? verdict = result.IsMet(row, distance);
                asked += verdict is null ? 0 : 1;
                met += verdict == true ? 1 : 0;
            }
        }

        string promise = result.Options.Suite.CountsBytes
            ? "within what is named, no slower than any peer, and without allocation."
            : "within the time named, and no slower than any peer.";
        return asked == 0
            ? []
            : [string.Create(CultureInfo.InvariantCulture, $"{met} of {asked} figures are as expected: {promise}")];
    }

    private static IEnumerable<string> Notes(SuiteResult result)
    {
        foreach (string note in result.Notes)
        {
            yield return $"Left out: {note}";
        }

        int dropped = 0;
        foreach (SuiteRow row in result.Rows)
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

    private static string Bytes(double? bytes) => bytes switch
    {
        null => "-",
        0 => "0",
        { } count => count.ToString(count < 10 ? "0.###" : "F0", CultureInfo.InvariantCulture),
    };

    private static string Ratio(double? ratio) => ratio?.ToString("F2", CultureInfo.InvariantCulture) ?? "";
}
