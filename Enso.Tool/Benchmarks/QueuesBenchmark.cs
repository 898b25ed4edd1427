using System.Globalization;
using Enso.Benchmarks;
using Enso.Tool.Reporting;

namespace Enso.Tool.Benchmarks;

/// <summary>Runs the programs in turn, round by round, so that whatever changes on the machine touches each of them.
/// </summary>
/// <param name="options">What to measure.</param>
/// <param name="own">The program of our own queues.</param>
/// <param name="peers">The programs of other languages.</param>
/// <param name="notes">What was left out, and why.</param>
/// <param name="run">Runs a program with further arguments and gives what it wrote.</param>
internal sealed class QueuesBenchmark(
    QueuesOptions options,
    BenchmarkProgram own,
    IReadOnlyList<BenchmarkProgram> peers,
    IReadOnlyList<string> notes,
    Func<BenchmarkProgram, IReadOnlyList<string>, CancellationToken, Task<string>> run)
{
    // How often a peer's round is repeated during which the cores were moved. Our own program does so by itself.
    private const int MaximumAttempts = 5;

    private readonly QueuesRecord _record = new();
    private IReadOnlyDictionary<string, string> _system = new Dictionary<string, string>();

    /// <summary>Runs everything.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What was found.</returns>
    /// <exception cref="ToolException">A program did not come to a good end.</exception>
    public async Task<QueuesResult> RunAsync(CancellationToken cancellationToken)
    {
        ProcessorTimes start = ProcessorTimes.Read();
        for (int round = 1; round <= options.Rounds; round++)
        {
            await using Progress progress = Progress.Start(
                string.Create(CultureInfo.InvariantCulture, $"Queues, round {round} of {options.Rounds}"));
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

        return new QueuesResult(
            options, _record.Rows(options), _system, notes, ProcessorTimes.Read().SharedSince(start));
    }

    private async Task RunRoundAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<QueuesFigure> figures = options.Figures(own.Name);
        if (figures.Count > 0)
        {
            string[] words = ["--divide", $"{options.Divisor}", .. figures.Select(figure => figure.Name)];
            BenchmarkOutput output = await ReadAsync(own, words, cancellationToken);
            foreach ((string name, _) in figures)
            {
                Keep(own, name, output, QueuesRecord.Classify(
                    own.One(output, $"{name}/before"), own.One(output, $"{name}/after")));
            }
        }

        foreach (BenchmarkProgram peer in peers)
        {
            foreach ((string name, int messages) in options.Figures(peer.Name))
            {
                await RunPeerAsync(peer, name, messages, cancellationToken);
            }
        }
    }

    private async Task RunPeerAsync(
        BenchmarkProgram peer, string name, int messages, CancellationToken cancellationToken)
    {
        string[] words = [name, messages.ToString(CultureInfo.InvariantCulture)];
        double before = await ProbeAsync(cancellationToken);
        BenchmarkOutput output;
        QueuesDistance distance;
        int attempts = 0;
        do
        {
            output = await ReadAsync(peer, words, cancellationToken);
            double after = await ProbeAsync(cancellationToken);
            distance = QueuesRecord.Classify(before, after);
            before = after;
        }
        while (distance == QueuesDistance.Mixed && ++attempts < MaximumAttempts);

        Keep(peer, name, output, distance);
    }

    private async Task<double> ProbeAsync(CancellationToken cancellationToken) =>
        own.One(await ReadAsync(own, [], cancellationToken), QueuesCatalog.Probe);

    private void Keep(BenchmarkProgram program, string figure, BenchmarkOutput output, QueuesDistance distance)
    {
        string way = figure.Split(':')[0];
        foreach (QueuesMeasure measure in options.Measures.Where(measure => measure.Way == way))
        {
            string value = measure.Part == "" ? figure : $"{figure}/{measure.Part}";
            _record.Add(value, distance, program.One(output, value));
        }
    }

    private async Task<BenchmarkOutput> ReadAsync(
        BenchmarkProgram program, IReadOnlyList<string> words, CancellationToken cancellationToken)
    {
        BenchmarkOutput output = await program.ReadAsync(run, words, cancellationToken);
        _system = program == own ? output.System : _system;
        return output;
    }
}
