namespace Enso.Benchmarks;

/// <summary>What <c>bench NAME</c> measures, on the host and in the kernel. All else that the two commands have is made
/// of this.</summary>
/// <param name="Name">Its name.</param>
/// <param name="OwnProgram">The program of what is Ensō's, of .NET's and of the floor; the kernel runs the same
/// loops.</param>
/// <param name="Figures">What can be measured, in the order of the table; those of a measure together.</param>
public sealed record Suite(string Name, string OwnProgram, IReadOnlyList<SuiteFigure> Figures)
{
    /// <summary>The value of how far apart the cores are.</summary>
    public const string Probe = "probe";

    /// <summary>What a time in the table is for, with its article.</summary>
    public required string Operation { get; init; }

    /// <summary>What is said of a word that chooses nothing, after it.</summary>
    public required string Unknown { get; init; }

    /// <summary>Whether everything takes two cores: then near and far ones are columns beside each other.</summary>
    public bool IsAcrossCores { get; init; }

    /// <summary>Whether bytes of the heap are counted, and ours are to need none.</summary>
    public bool CountsBytes { get; init; }

    /// <summary>Words that choose by what is measured.</summary>
    public IReadOnlyList<string> Measures { get; } = [.. Figures.Select(figure => figure.Measure.Name).Distinct()];

    /// <summary>Words that choose by whom.</summary>
    public IReadOnlyList<string> Contenders { get; init; } = [];

    /// <summary>Every word that can choose.</summary>
    public IReadOnlyList<string> Words => [.. Measures, .. Contenders];
}
