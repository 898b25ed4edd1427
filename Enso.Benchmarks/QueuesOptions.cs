namespace Enso.Benchmarks;

/// <summary>What <c>bench queues</c> is asked for.</summary>
public sealed record QueuesOptions
{
    /// <summary>How often each figure is measured.</summary>
    public int Rounds { get; init; } = 7;

    /// <summary>What every count of messages is divided by: above 1 for trying out, not for figures.</summary>
    public int Divisor { get; init; } = 1;

    /// <summary>Whether queues of other languages are measured too.</summary>
    public bool HasPeers { get; init; } = true;

    /// <summary>Ways of passing messages and queues, to choose; all when empty.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>What is measured.</summary>
    public IReadOnlyList<QueuesMeasure> Measures => [.. QueuesCatalog.Measures.Where(measure =>
        Chooses(measure.Way, QueuesCatalog.Measures.Select(other => other.Way)))];

    /// <summary>The queues of which it is measured.</summary>
    public IReadOnlyList<QueuesContender> Contenders => [.. QueuesCatalog.Contenders.Where(queue =>
        (HasPeers || queue.Program == QueuesCatalog.OwnProgram)
        && Chooses(queue.Name, QueuesCatalog.Contenders.Select(other => other.Name)))];

    /// <summary>The figures that a program measures.</summary>
    /// <param name="program">The program.</param>
    /// <returns>The figures, queue by queue.</returns>
    public IReadOnlyList<QueuesFigure> Figures(string program) =>
    [
        .. from queue in Contenders
           where queue.Program == program
           from measure in Measures.DistinctBy(measure => measure.Way)
           where queue.Ways.Contains(measure.Way)
           select new QueuesFigure($"{measure.Way}:{queue.Name}", Math.Max(1, measure.Messages / Divisor)),
    ];

    // Words of the other kind choose nothing here.
    private bool Chooses(string name, IEnumerable<string> kind) =>
        !Words.Intersect(kind).Any() || Words.Contains(name);
}
