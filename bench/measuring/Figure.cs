namespace Measuring;

/// <summary>Something that can be measured.</summary>
/// <param name="Measure">What an operation is: a section of the table.</param>
/// <param name="Contender">Who does it: a row.</param>
/// <param name="Operations">Operations of a round of full length.</param>
/// <param name="Run">Measures a round of as many operations as given, and gives a value for each part.</param>
internal sealed record Figure(
    string Measure, string Contender, int Operations, Func<ICorePlacement, int, double[]> Run)
{
    // A round has as many operations at least, however short it is asked to be.
    private const int Fewest = 256;

    /// <summary>Its name: <c>MEASURE:CONTENDER</c>.</summary>
    public string Name => $"{Measure}:{Contender}";

    /// <summary>The names of its values; empty for the one that has the figure's name.</summary>
    public IReadOnlyList<string> Parts { get; init; } = [""];

    /// <summary>Whether it does not matter how far apart the cores are.</summary>
    public bool IsOfOneCore { get; init; }

    /// <summary>Operations of a shorter round.</summary>
    /// <param name="divisor">How much shorter.</param>
    public int Shorten(int divisor) => Math.Max(Fewest, Operations / divisor);
}
