namespace QueuesBench;

/// <summary>Something that can be measured: a way of passing messages, over one queue.</summary>
/// <param name="Measure">The way: a row group of the table.</param>
/// <param name="Queue">The queue: a row.</param>
/// <param name="Messages">Messages of a round of full length.</param>
/// <param name="Run">Measures a round of as many messages as given, over a fresh queue.</param>
internal sealed record Figure(
    string Measure, string Queue, int Messages, Func<ICorePlacement, int, double[]> Run)
{
    /// <summary>Its name: <c>MEASURE:QUEUE</c>.</summary>
    public string Name => $"{Measure}:{Queue}";
}
