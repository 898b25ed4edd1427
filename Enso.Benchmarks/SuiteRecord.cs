namespace Enso.Benchmarks;

/// <summary>The rounds of a run, sorted by how far apart the cores were.</summary>
internal sealed class SuiteRecord
{
    /// <summary>Cores whose round trip takes less are near each other, in nanoseconds.</summary>
    public const double NearLimit = 250;

    private readonly Dictionary<string, Rounds> _rounds = [];

    /// <summary>Says how far apart cores were.</summary>
    /// <param name="before">Their round trip before something was measured, in nanoseconds.</param>
    /// <param name="after">Their round trip after it.</param>
    /// <returns>The distance.</returns>
    public static CoreDistance Classify(double before, double after) => (before < NearLimit, after < NearLimit) switch
    {
        (true, true) => CoreDistance.Near,
        (false, false) => CoreDistance.Far,
        _ => CoreDistance.Mixed,
    };

    /// <summary>Adds a round.</summary>
    /// <param name="figure">What was measured.</param>
    /// <param name="distance">How far apart the cores were; anything where only one core matters.</param>
    /// <param name="nanoseconds">Nanoseconds for an operation.</param>
    /// <param name="bytes">Bytes of the heap for an operation; null where nobody counts them.</param>
    public void Add(SuiteFigure figure, CoreDistance distance, double nanoseconds, double? bytes = null)
    {
        if (!_rounds.TryGetValue(figure.ValueName, out Rounds? rounds))
        {
            _rounds[figure.ValueName] = rounds = new Rounds();
        }

        rounds.Add(figure.Measure.IsAcrossCores ? distance : CoreDistance.Near, nanoseconds);
        if (bytes is { } count)
        {
            rounds.Bytes = rounds.Bytes is { } least ? Math.Min(least, count) : count;
        }
    }

    /// <summary>Makes the table's rows.</summary>
    /// <param name="options">What was measured.</param>
    /// <returns>The rows of what gave any value.</returns>
    public IReadOnlyList<SuiteRow> Rows(SuiteOptions options)
    {
        List<SuiteRow> rows = [];
        foreach (SuiteFigure figure in options.Figures)
        {
            if (_rounds.TryGetValue(figure.ValueName, out Rounds? rounds))
            {
                rows.Add(new SuiteRow(
                    figure, rounds.At(CoreDistance.Near), rounds.At(CoreDistance.Far), rounds.Dropped, rounds.Bytes));
            }
        }

        return rows;
    }

    private sealed class Rounds
    {
        private readonly List<double> _near = [];
        private readonly List<double> _far = [];

        public int Dropped { get; private set; }

        public double? Bytes { get; set; }

        public void Add(CoreDistance distance, double nanoseconds)
        {
            switch (distance)
            {
                case CoreDistance.Near:
                    _near.Add(nanoseconds);
                    break;
                case CoreDistance.Far:
                    _far.Add(nanoseconds);
                    break;
                default:
                    Dropped++;
                    break;
            }
        }

        public Sample? At(CoreDistance distance)
        {
            List<double> values = distance == CoreDistance.Near ? _near : _far;
            return values.Count == 0 ? null : new Sample(values);
        }
    }
}
