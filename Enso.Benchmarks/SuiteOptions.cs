namespace Enso.Benchmarks;

/// <summary>What a benchmark is asked for.</summary>
/// <param name="Suite">Which benchmark.</param>
public sealed record SuiteOptions(Suite Suite)
{
    /// <summary>The most rounds that can be asked for.</summary>
    public const int MaximumRounds = 1000;

    /// <summary>The largest divisor that can be asked for.</summary>
    public const int MaximumDivisor = 10_000;

    /// <summary>How often each figure is measured.</summary>
    public int Rounds { get; init; } = 7;

    /// <summary>What every count of operations is divided by: above 1 for trying out, not for figures.</summary>
    public int Divisor { get; init; } = 1;

    /// <summary>Whether other languages are measured too.</summary>
    public bool HasPeers { get; init; } = true;

    /// <summary>Measures and contenders, to choose; all when empty.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>What is measured, in the order of the table.</summary>
    public IEnumerable<SuiteFigure> Figures => Suite.Figures.Where(figure =>
        (HasPeers || figure.Program == Suite.OwnProgram)
        && Chooses(figure.Measure.Name, Suite.Measures)
        && Chooses(figure.Contender, Suite.Contenders));

    /// <summary>What a program measures.</summary>
    /// <param name="program">The program.</param>
    /// <returns>Figures that are measured together, by their name.</returns>
    public IReadOnlyList<IGrouping<string, SuiteFigure>> Of(string program) =>
        [.. Figures.Where(figure => figure.Program == program).GroupBy(figure => figure.Name)];

    /// <summary>How many operations a round of a figure has.</summary>
    /// <param name="operations">Those of a round of full length.</param>
    public int Shorten(int operations) => Math.Max(1, operations / Divisor);

    // Words of the other kind choose nothing here.
    private bool Chooses(string name, IReadOnlyList<string> kind) =>
        Words.Contains(name) || !Words.Any(word => kind.Contains(word));
}
