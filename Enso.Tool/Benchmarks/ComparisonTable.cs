using System.Globalization;
using System.Text;
using Enso.Benchmarks;

namespace Enso.Tool.Benchmarks;

/// <summary>Writes comparisons for people.</summary>
internal static class ComparisonTable
{
    private const string Gap = "  ";

    /// <summary>Writes a result: what was measured on what, the table, and what to think of it.</summary>
    /// <param name="result">The result.</param>
    /// <param name="emulator">The emulator's version.</param>
    /// <returns>The lines.</returns>
    public static IReadOnlyList<string> Describe(OsBenchmarkResult result, string emulator) =>
    [
        Machine(result.Options, emulator),
        .. result.Boots.DistinctBy(boot => boot.System).Select(System),
        "Median (least to greatest) of all rounds of all boots; the ratio is Ensō's median to Linux's.",
        "",
        .. Table(result.Comparisons),
        "",
        .. Verdict(result.Comparisons),
        .. Host(result),
    ];

    /// <summary>Writes the table.</summary>
    /// <param name="comparisons">Its rows.</param>
    /// <returns>The lines, the first with the columns' names.</returns>
    public static IEnumerable<string> Table(IReadOnlyList<Comparison> comparisons)
    {
        bool hasLinux = comparisons.Any(comparison => comparison.Linux is not null);
        string[] names = hasLinux
            ? ["benchmark", "unit", "Ensō", "", "Linux", "", "ratio", "expected", ""]
            : ["benchmark", "unit", "Ensō", ""];
        List<string[]> rows = [names, .. comparisons.Select(comparison => Cells(comparison)[..names.Length])];
        int[] widths = [.. Enumerable.Range(0, names.Length).Select(i => rows.Max(row => row[i].Length))];
        return rows.Select(row => Line(row, widths));
    }

    private static string Machine(OsBenchmarkOptions options, string emulator)
    {
        string accelerator = options.Machine.Accelerator.ToString().ToLowerInvariant();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"QEMU {emulator}, {accelerator}, {options.Machine.Cores} cores, {options.Machine.Memory}; "
            + $"boots of each: {options.Runs}, in turn; rounds in a boot: {options.Rounds}");
    }

    private static string System(BootRecord boot) =>
        $"{boot.System}: {string.Join(", ", boot.Output.System.Select(pair => $"{pair.Key} {pair.Value}"))}";

    private static IEnumerable<string> Verdict(IReadOnlyList<Comparison> comparisons)
    {
        int met = comparisons.Count(comparison => comparison.IsMet == true);
        int all = comparisons.Count(comparison => comparison.IsMet is not null);
        return all == 0 ? [] : [string.Create(CultureInfo.InvariantCulture, $"{met} of {all} expectations are met.")];
    }

    private static IEnumerable<string> Host(OsBenchmarkResult result)
    {
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"Host: load average {result.LoadBefore:F2} before and {result.LoadAfter:F2} after; "
            + $"others used {result.Shared * 100:F0}% of its processors.");
        if (result.IsDisturbed)
        {
            yield return "Warning: others used this machine meanwhile, so these figures mean little. "
                + "Run it again on an idle machine.";
        }
    }

    private static string[] Cells(Comparison comparison)
    {
        double smaller = Math.Min(comparison.Enso.Median, comparison.Linux?.Median ?? double.PositiveInfinity);
        TimeUnit unit = TimeUnit.For(smaller);
        return
        [
            comparison.Measure.Title,
            unit.Symbol,
            unit.Format(comparison.Enso.Median),
            Spread(comparison.Enso, unit),
            comparison.Linux is null ? "" : unit.Format(comparison.Linux.Median),
            comparison.Linux is null ? "" : Spread(comparison.Linux, unit),
            comparison.Ratio?.ToString("F2", CultureInfo.InvariantCulture) ?? "-",
            comparison.Measure.Expected?.ToString("F2", CultureInfo.InvariantCulture) ?? "-",
            comparison.IsMet switch { true => "met", false => "missed", null => "" },
        ];
    }

    private static string Spread(Sample sample, TimeUnit unit) =>
        sample.Count == 1 ? "" : $"({unit.Format(sample.Minimum)} to {unit.Format(sample.Maximum)})";

    // Words begin at the left of their column, numbers end at its right.
    private static string Line(string[] row, int[] widths)
    {
        StringBuilder line = new();
        for (int i = 0; i < row.Length; i++)
        {
            bool isNumber = i is 2 or 4 or 6 or 7;
            line.Append(i == 0 ? "" : i is 3 or 5 ? " " : Gap);
            line.Append(isNumber ? row[i].PadLeft(widths[i]) : row[i].PadRight(widths[i]));
        }

        return line.ToString().TrimEnd();
    }
}
