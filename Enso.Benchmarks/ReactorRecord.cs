namespace Enso.Benchmarks;

/// <summary>The rounds of a run.</summary>
internal sealed class ReactorRecord
{
    private static readonly QueuesDistance[] s_distances = [QueuesDistance.Near, QueuesDistance.Far];

    private readonly Dictionary<(string Figure, QueuesDistance Distance), (List<double> Times, List<double> Bytes)> _values = [];

    /// <summary>Adds a round. One across cores that were moved meanwhile says nothing and is dropped.</summary>
    /// <param name="figure">What was measured.</param>
    /// <param name="distance">How far apart the cores were.</param>
    /// <param name="nanoseconds">Nanoseconds for an operation.</param>
    /// <param name="bytes">Bytes of the heap for an operation; null where nobody counts them.</param>
    public void Add(ReactorFigure figure, QueuesDistance distance, double nanoseconds, double? bytes)
    {
        QueuesDistance key = figure.Measure.IsAcrossCores ? distance : QueuesDistance.Near;
        if (!_values.TryGetValue((figure.Name, key), out (List<double> Times, List<double> Bytes) values))
        {
            _values[(figure.Name, key)] = values = ([], []);
        }

        values.Times.Add(nanoseconds);
        if (bytes is { } count)
        {
            values.Bytes.Add(count);
        }
    }

    /// <summary>Makes the table's rows.</summary>
    /// <param name="options">What was measured.</param>
    /// <returns>The rows of what gave any value.</returns>
    public IReadOnlyList<ReactorRow> Rows(ReactorOptions options) =>
    [
        .. from figure in options.All
           from distance in s_distances
           where _values.ContainsKey((figure.Name, distance))
           let values = _values[(figure.Name, distance)]
           select new ReactorRow(
               figure, distance, new Sample(values.Times), values.Bytes.Count == 0 ? null : values.Bytes.Min()),
    ];
}
