using System.Globalization;
using Enso.Benchmarks;
using Enso.Tool.Reporting;

namespace Enso.Tool.Benchmarks;

/// <summary>Runs the programs in turn, round by round, so that whatever changes on the machine touches each of them.
/// </summary>
/// <param name="options">What to measure.</param>
/// <param name="own">The program of what is Ensō's and .NET's.</param>
/// <param name="peers">The programs of other languages.</param>
/// <param name="notes">What was left out, and why.</param>
/// <param name="run">Runs a program with further arguments and gives what it wrote.</param>
internal sealed class SuiteBenchmark(
    SuiteOptions options,
    BenchmarkProgram own,
    IReadOnlyList<BenchmarkProgram> peers,
    IReadOnlyList<string> notes,
    Func<BenchmarkProgram, IReadOnlyList<string>, CancellationToken, Task<string>> run)
{
    // How often a peer's round is repeated during which the cores were moved. Our own program does so by itself.
    private const int MaximumAttempts = 5;

    private readonly SuiteRecord _record = new();
    private IReadOnlyDictionary<string, string> _system = new Dictionary<string, string>();

    /// <summary>Runs everything.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What was found.</returns>
    /// <exception cref="ToolException">A program did not come to a good end.</exception>
    public async Task<SuiteResult> RunAsync(CancellationToken cancellationToken)
    {
        string title = char.ToUpperInvariant(options.Suite.Name[0]) + options.Suite.Name[1..];
        ProcessorTimes start = ProcessorTimes.Read();
        for (int round = 1; round <= options.Rounds; round++)
        {
            await using Progress progress = Progress.Start(
                string.Create(CultureInfo.InvariantCulture, $"{title}, round {round} of {options.Rounds}"));
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

        return new SuiteResult(
            options, _record.Rows(options), _system, notes, ProcessorTimes.Read().SharedSince(start));
    }

    private async Task RunRoundAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<IGrouping<string, SuiteFigure>> figures = options.Of(own.Name);
        if (figures.Count > 0)
        {
            string[] words = ["--divide", $"{options.Divisor}", .. figures.Select(group => group.Key)];
            BenchmarkOutput output = await ReadAsync(own, words, cancellationToken);
            foreach (SuiteFigure figure in figures.SelectMany(group => group))
            {
                CoreDistance distance = figure.Measure.IsAcrossCores
                    ? SuiteRecord.Classify(
                        own.One(output, $"{figure.Name}/before"), own.One(output, $"{figure.Name}/after"))
                    : CoreDistance.Near;
                double? bytes = options.Suite.CountsBytes
                    ? own.One(output, $"{figure.Name}/{SuiteFigure.Bytes}")
                    : null;
                _record.Add(figure, distance, own.One(output, figure.ValueName), bytes);
            }
        }

        foreach (BenchmarkProgram peer in peers)
        {
            foreach (IGrouping<string, SuiteFigure> group in options.Of(peer.Name))
            {
                await RunPeerAsync(peer, [.. group], cancellationToken);
            }
        }
    }

    private async Task RunPeerAsync(
        BenchmarkProgram peer, IReadOnlyList<SuiteFigure> figures, CancellationToken cancellationToken)
    {
        string count = options.Shorten(figures[0].Operations).ToString(CultureInfo.InvariantCulture);
        bool isAcrossCores = figures[0].Measure.IsAcrossCores;
        double before = isAcrossCores ? await ProbeAsync(cancellationToken) : 0;
        BenchmarkOutput output;
        CoreDistance distance;
        int attempts = 0;
        do
        {
            output = await ReadAsync(peer, [figures[0].Name, count], cancellationToken);
            double after = isAcrossCores ? await ProbeAsync(cancellationToken) : before;
            distance = SuiteRecord.Classify(before, after);
            before = after;
        }
        while (distance == CoreDistance.Mixed && ++attempts < MaximumAttempts);

        foreach (SuiteFigure figure in figures)
        {
            _record.Add(figure, distance, peer.One(output, figure.ValueName));
        }
    }

    private async Task<double> ProbeAsync(CancellationToken cancellationToken) =>
        own.One(await ReadAsync(own, [], cancellationToken), Suite.Probe);

    private async Task<BenchmarkOutput> ReadAsync(
        BenchmarkProgram program, IReadOnlyList<string> words, CancellationToken cancellationToken)
    {
        BenchmarkOutput output = await program.ReadAsync(run, words, cancellationToken);
        _system = program == own ? output.System : _system;
        return output;
    }
}
