using System.Globalization;
using Enso.Benchmarks;
using Enso.Tool.Reporting;

namespace Enso.Tool.Benchmarks;

/// <summary>Runs the programs in turn, round by round, so that whatever changes on the machine touches each of them.
/// </summary>
/// <param name="options">What to measure.</param>
/// <param name="own">The program of our reactor, and of .NET.</param>
/// <param name="peers">The programs of other languages.</param>
/// <param name="notes">What was left out, and why.</param>
/// <param name="run">Runs a program with further arguments and gives what it wrote.</param>
internal sealed class ReactorBenchmark(
    ReactorOptions options,
    BenchmarkProgram own,
    IReadOnlyList<BenchmarkProgram> peers,
    IReadOnlyList<string> notes,
    Func<BenchmarkProgram, IReadOnlyList<string>, CancellationToken, Task<string>> run)
{
    private readonly ReactorRecord _record = new();
    private IReadOnlyDictionary<string, string> _system = new Dictionary<string, string>();

    /// <summary>Runs everything.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What was found.</returns>
    /// <exception cref="ToolException">A program did not come to a good end.</exception>
    public async Task<ReactorResult> RunAsync(CancellationToken cancellationToken)
    {
        ProcessorTimes start = ProcessorTimes.Read();
        for (int round = 1; round <= options.Rounds; round++)
        {
            await using Progress progress = Progress.Start(
                string.Create(CultureInfo.InvariantCulture, $"Reactor, round {round} of {options.Rounds}"));
            try
            {
                await RunRoundAsync(cancellationToken);
            }
            catch (ToolException)
            {
                progress.Failed();
                throw;
            }

            progress.Done();
        }

        return new ReactorResult(
            options, _record.Rows(options), _system, notes, ProcessorTimes.Read().SharedSince(start));
    }

    private async Task RunRoundAsync(CancellationToken cancellationToken)
    {
        ReactorFigure[] figures = [.. options.Figures(own.Name)];
        if (figures.Length > 0)
        {
            string[] words = ["--divide", $"{options.Divisor}", .. figures.Select(figure => figure.Name)];
            BenchmarkOutput output = await own.ReadAsync(run, words, cancellationToken);
            _system = output.System;
            foreach (ReactorFigure figure in figures)
            {
                _record.Add(
                    figure,
                    QueuesRecord.Classify(
                        own.One(output, $"{figure.Name}/before"), own.One(output, $"{figure.Name}/after")),
                    own.One(output, figure.Name),
                    own.One(output, $"{figure.Name}/bytes"));
            }
        }

        foreach (BenchmarkProgram peer in peers)
        {
            foreach (ReactorFigure figure in options.Figures(peer.Name))
            {
                int count = Math.Max(1, figure.Operations / options.Divisor);
                string[] words = [figure.Name, count.ToString(CultureInfo.InvariantCulture)];
                BenchmarkOutput output = await peer.ReadAsync(run, words, cancellationToken);
                _record.Add(figure, QueuesDistance.Near, peer.One(output, figure.Name), null);
            }
        }
    }
}
