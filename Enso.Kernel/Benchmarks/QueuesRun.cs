using System.Globalization;
using Enso.Benchmarks;
using QueuesBench;

namespace Enso.Kernel.Benchmarks;

/// <summary>Runs the loops of <c>bench queues</c> on the machine's own cores: every figure once a round, and the rounds
/// one after another, so that whatever changes meanwhile touches each figure.</summary>
/// <param name="options">What to measure.</param>
/// <param name="placement">Puts threads on their cores.</param>
/// <param name="write">Shows how far it is; never called while anything is measured.</param>
internal sealed class QueuesRun(QueuesOptions options, ICorePlacement placement, Action<string> write)
{
    private readonly QueuesRecord _record = new();

    /// <summary>Measures everything.</summary>
    /// <param name="system">What it runs on.</param>
    /// <param name="cancellation">Ends it before the next figure.</param>
    /// <returns>What was found.</returns>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public QueuesResult Run(IReadOnlyDictionary<string, string> system, CancellationToken cancellation)
    {
        Dictionary<string, Figure> figures = FigureCatalog.All.ToDictionary(figure => figure.Name);
        for (int round = 1; round <= options.Rounds; round++)
        {
            foreach (IGrouping<string, QueuesMeasure> way in options.Measures.GroupBy(measure => measure.Way))
            {
                RunWay(
                    string.Create(CultureInfo.InvariantCulture, $"round {round} of {options.Rounds}, {way.Key} "),
                    [.. way],
                    figures,
                    cancellation);
            }
        }

        return new QueuesResult(options, _record.Rows(options), system, [], Shared: null);
    }

    private void RunWay(
        string title,
        QueuesMeasure[] measures,
        Dictionary<string, Figure> figures,
        CancellationToken cancellation)
    {
        Figure[] chosen =
        [
            .. from queue in options.Contenders
               where queue.Ways.Contains(measures[0].Way)
               select figures[$"{measures[0].Way}:{queue.Name}"],
        ];
        if (chosen.Length == 0)
        {
            return;
        }

        write(title);
        foreach (Figure figure in chosen)
        {
            cancellation.ThrowIfCancellationRequested();
            Keep(figure, measures, Round.Run(
                figure, placement, Math.Max(Transfer.Batch, figure.Messages / options.Divisor)));
            write(".");
        }

        write("\n");
    }

    // The measures of a way are in the order of its values.
    private void Keep(Figure figure, QueuesMeasure[] measures, Round round)
    {
        if (measures.Length != round.Values.Length)
        {
            throw new InvalidOperationException(
                $"{figure.Name} has {round.Values.Length} values and not {measures.Length}.");
        }

        QueuesContender queue = options.Contenders.First(contender => contender.Name == figure.Queue);
        QueuesDistance distance = QueuesRecord.Classify(round.Before, round.After);
        for (int i = 0; i < measures.Length; i++)
        {
            _record.Add(measures[i].ValueOf(queue), distance, round.Values[i]);
        }
    }
}
