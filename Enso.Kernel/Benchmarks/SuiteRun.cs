using System.Globalization;
using Enso.Benchmarks;
using Measuring;

namespace Enso.Kernel.Benchmarks;

/// <summary>Runs a benchmark's loops on the machine's own cores: every figure once a round, and the rounds one after
/// another, so that whatever changes meanwhile touches each figure.</summary>
/// <param name="options">What to measure.</param>
/// <param name="loops">What measures it.</param>
/// <param name="placement">Puts threads on their cores.</param>
/// <param name="write">Shows how far it is; never called while anything is measured.</param>
internal sealed class SuiteRun(
    SuiteOptions options, IReadOnlyList<Figure> loops, ICorePlacement placement, Action<string> write)
{
    private readonly SuiteRecord _record = new();
    private readonly Dictionary<string, Figure> _loops = loops.ToDictionary(figure => figure.Name);

    /// <summary>Measures everything.</summary>
    /// <param name="system">What it runs on.</param>
    /// <param name="cancellation">Ends it before the next figure.</param>
    /// <returns>What was found.</returns>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public SuiteResult Run(IReadOnlyDictionary<string, string> system, CancellationToken cancellation)
    {
        for (int round = 1; round <= options.Rounds; round++)
        {
            string? measure = null;
            foreach (IGrouping<string, SuiteFigure> figures in options.Of(options.Suite.OwnProgram))
            {
                cancellation.ThrowIfCancellationRequested();
                string next = figures.First().Measure.Name;
                if (next != measure)
                {
                    string end = measure is null ? "" : "\n";
                    write(string.Create(
                        CultureInfo.InvariantCulture, $"{end}round {round} of {options.Rounds}, {next} "));
                    measure = next;
                }

                Figure loop = _loops[figures.Key];
                Keep(figures, loop, Round.Run(loop, placement, options.Divisor));
                write(".");
            }

            write("\n");
        }

        return new SuiteResult(options, _record.Rows(options), system, [], Shared: null);
    }

    private void Keep(IEnumerable<SuiteFigure> figures, Figure loop, Round round)
    {
        foreach (SuiteFigure figure in figures)
        {
            _record.Add(
                figure,
                SuiteRecord.Classify(round.Before, round.After),
                Value(figure.Measure.Part),
                options.Suite.CountsBytes ? Value(SuiteFigure.Bytes) : null);
        }

        double Value(string part)
        {
            for (int i = 0; i < loop.Parts.Count; i++)
            {
                if (loop.Parts[i] == part)
                {
                    return round.Values[i];
                }
            }

            throw new InvalidOperationException($"{loop.Name} has no value '{part}'.");
        }
    }
}
