namespace Enso.Benchmarks;

/// <summary>Something that can be measured: a row of the table.</summary>
/// <param name="Measure">What an operation is.</param>
/// <param name="Contender">Who does it: the second half of the figure's name.</param>
/// <param name="Title">Who that is, in a few words.</param>
/// <param name="Role">What part it plays.</param>
/// <param name="Program">The program that measures it.</param>
/// <param name="Operations">Operations of a round of full length.</param>
public sealed record SuiteFigure(
    SuiteMeasure Measure, string Contender, string Title, ContenderRole Role, string Program, int Operations)
{
    /// <summary>The value beside a figure's others that is bytes of the heap for an operation.</summary>
    public const string Bytes = "bytes";

    /// <summary>Its name, as programs write it: <c>MEASURE:CONTENDER</c>. Figures that are measured together
    /// share it.</summary>
    public string Name => $"{Measure.Name}:{Contender}";

    /// <summary>The name of its value, as programs write it.</summary>
    public string ValueName => Measure.Part == "" ? Name : $"{Name}/{Measure.Part}";

    /// <summary>What an operation may take between near cores, in nanoseconds; null where nothing is
    /// expected.</summary>
    public double? Expected { get; init; }

    /// <summary>What it may take as a multiple of the floor's time; null where nothing is expected.</summary>
    public double? ExpectedToFloor { get; init; }
}
