using System.Diagnostics;
using System.Globalization;
using Enso.Tool.Reporting;

namespace Enso.Tool.Benchmarks;

/// <summary>Boots systems in turn, so that whatever changes on the host while they run touches each of them.</summary>
/// <param name="options">What to measure.</param>
/// <param name="enso">Ensō.</param>
/// <param name="linux">Linux; null when it is left out.</param>
internal sealed class OsBenchmark(OsBenchmarkOptions options, IGuest enso, IGuest? linux)
{
    /// <summary>Runs everything.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What was found.</returns>
    /// <exception cref="ToolException">A boot did not come to a good end.</exception>
    public async Task<OsBenchmarkResult> RunAsync(CancellationToken cancellationToken)
    {
        double before = LoadAverage();
        List<BootRecord> boots = [];
        for (int run = 1; run <= options.Runs; run++)
        {
            boots.Add(await BootAsync(enso, run, measure => measure.EnsoValue, cancellationToken));
            if (linux is not null)
            {
                boots.Add(await BootAsync(linux, run, measure => measure.LinuxValue, cancellationToken));
            }
        }

        return new OsBenchmarkResult(
            options,
            boots,
            Comparison.Of(options.Measures, Outputs(enso), linux is null ? [] : Outputs(linux)),
            before,
            LoadAverage());

        BenchmarkOutput[] Outputs(IGuest guest) =>
            [.. boots.Where(boot => boot.System == guest.Name).Select(boot => boot.Output)];
    }

    /// <summary>Says what a boot should have given and did not.</summary>
    /// <param name="options">What was asked for.</param>
    /// <param name="output">What the boot said.</param>
    /// <param name="valueName">The name of a measure's values on the booted system.</param>
    /// <returns>The first thing that is missing; null when nothing is.</returns>
    internal static string? Objection(
        OsBenchmarkOptions options, BenchmarkOutput output, Func<Measure, string> valueName)
    {
        foreach (Measure measure in options.Measures)
        {
            int expected = measure.IsOnceEachBoot ? 1 : options.Rounds;
            int count = output.Values(valueName(measure)).Count;
            if (count != expected)
            {
                return string.Create(
                    CultureInfo.InvariantCulture, $"'{valueName(measure)}' has {count} values and not {expected}");
            }
        }

        return output.IsComplete ? null : "the program did not say that it had come to its end";
    }

    private static double LoadAverage() => double.Parse(
        File.ReadAllText("/proc/loadavg").Split(' ')[0], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);

    private async Task<BootRecord> BootAsync(
        IGuest guest, int run, Func<Measure, string> valueName, CancellationToken cancellationToken)
    {
        string title = string.Create(CultureInfo.InvariantCulture, $"{guest.Name}, boot {run} of {options.Runs}");
        await using Progress progress = Progress.Start(title);
        try
        {
            ProcessorTimes start = ProcessorTimes.Read();
            Stopwatch clock = Stopwatch.StartNew();
            BenchmarkOutput output = await guest.BootAsync(cancellationToken);
            TimeSpan took = clock.Elapsed;
            double shared = ProcessorTimes.Read().SharedSince(start);
            if (Objection(options, output, valueName) is { } objection)
            {
                throw new ToolException($"{title}: {objection}.");
            }

            progress.Done();
            return new BootRecord(run, guest.Name, output, took, shared);
        }
        catch (FormatException error)
        {
            progress.Failed();
            throw new ToolException($"{title}: {error.Message}.", error);
        }
        catch (ToolException)
        {
            progress.Failed();
            throw;
        }
    }
}
