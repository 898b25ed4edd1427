namespace Enso.Benchmarks;

/// <summary>Something that can be measured: a row of the table.</summary>
/// <param name="Measure">What an operation is.</param>
/// <param name="Contender">Who does it: the second half of the figure's name.</param>
/// <param name="Title">Who that is, in a few words.</param>
/// <param name="Role">What part it plays.</param>
/// <param name="Program">The program that measures it.</param>
/// <param name="Operations">Operations of a round of full length.</param>
public sealed record ReactorFigure(
    ReactorMeasure Measure, string Contender, string Title, QueuesRole Role, string Program, int Operations)
{
    /// <summary>Its name, as programs write it: <c>MEASURE:CONTENDER</c>.</summary>
    public string Name => $"{Measure.Name}:{Contender}";

    /// <summary>What an operation may take, in nanoseconds; null where nothing is expected.</summary>
    public double? Expected { get; init; }

    /// <summary>What it may take as a multiple of the floor's time; null where nothing is expected.</summary>
    public double? ExpectedToFloor { get; init; }
}
