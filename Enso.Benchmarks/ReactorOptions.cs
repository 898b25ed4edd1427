namespace Enso.Benchmarks;

/// <summary>What <c>bench reactor</c> is asked for.</summary>
public sealed record ReactorOptions
{
    /// <summary>How often each figure is measured.</summary>
    public int Rounds { get; init; } = 7;

    /// <summary>What every count of operations is divided by: above 1 for trying out, not for figures.</summary>
    public int Divisor { get; init; } = 1;

    /// <summary>Whether other languages are measured too.</summary>
    public bool HasPeers { get; init; } = true;

    /// <summary>What to measure; everything when empty.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>What is measured.</summary>
    public IEnumerable<ReactorFigure> All => ReactorCatalog.Figures.Where(figure =>
        (HasPeers || figure.Program == ReactorCatalog.OwnProgram)
        && (Words.Count == 0 || Words.Contains(figure.Measure.Name)));

    /// <summary>The figures that a program measures.</summary>
    /// <param name="program">The program.</param>
    public IEnumerable<ReactorFigure> Figures(string program) => All.Where(figure => figure.Program == program);
}
