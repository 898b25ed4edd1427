namespace Enso.Benchmarks;

/// <summary>What is measured of contenders: a section of the table.</summary>
/// <param name="Name">Its name: the first half of a figure's name.</param>
/// <param name="Title">What an operation is, in a few words.</param>
public sealed record SuiteMeasure(string Name, string Title)
{
    /// <summary>Which of several values of a figure; empty where there is one.</summary>
    public string Part { get; init; } = "";

    /// <summary>Whether it takes two cores: then it matters how far apart they are.</summary>
    public bool IsAcrossCores { get; init; }

    /// <summary>Whether ours are expected to be no slower than any peer.</summary>
    public bool IsCompared { get; init; } = true;
}
