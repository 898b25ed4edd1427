namespace Enso.Benchmarks;

/// <summary>The rounds of a run, sorted by how far apart the cores were.</summary>
internal sealed class QueuesRecord
{
    /// <summary>Cores whose round trip takes less are near each other, in nanoseconds.</summary>
    public const double NearLimit = 250;

    private readonly Dictionary<(string Value, QueuesDistance Distance), List<double>> _values = [];

    /// <summary>Says how far apart cores were.</summary>
    /// <param name="before">Their round trip before something was measured, in nanoseconds.</param>
    /// <param name="after">Their round trip after it.</param>
    /// <returns>The distance.</returns>
    public static QueuesDistance Classify(double before, double after) => (before < NearLimit, after < NearLimit) switch
    {
        (true, true) => QueuesDistance.Near,
        (false, false) => QueuesDistance.Far,
        _ => QueuesDistance.Mixed,
    };

    /// <summary>Adds a value.</summary>
    /// <param name="value">Its name.</param>
    /// <param name="distance">How far apart the cores were.</param>
    /// <param name="nanoseconds">The value.</param>
    public void Add(string value, QueuesDistance distance, double nanoseconds)
    {
        if (!_values.TryGetValue((value, distance), out List<double>? list))
        {
            _values[(value, distance)] = list = [];
        }

        list.Add(nanoseconds);
    }

    /// <summary>Makes the table's rows.</summary>
    /// <param name="options">What was measured.</param>
    /// <returns>The rows of what gave any value.</returns>
    public IReadOnlyList<QueuesRow> Rows(QueuesOptions options) =>
    [
        .. from measure in options.Measures
           from queue in options.Contenders
           where queue.Ways.Contains(measure.Way)
           let value = measure.ValueOf(queue)
           let near = Of(value, QueuesDistance.Near)
           let far = Of(value, QueuesDistance.Far)
           let mixed = Of(value, QueuesDistance.Mixed)
           where near is not null || far is not null || mixed is not null
           select new QueuesRow(measure, queue, near, far, mixed?.Count ?? 0),
    ];

    private Sample? Of(string value, QueuesDistance distance) =>
        _values.TryGetValue((value, distance), out List<double>? list) ? new Sample(list) : null;
}
