namespace Enso.Benchmarks;

/// <summary>A queue that is measured: a row of the table.</summary>
/// <param name="Name">Its name: the second half of a figure's name.</param>
/// <param name="Title">What it is.</param>
/// <param name="Role">What part it plays.</param>
/// <param name="Program">The program that measures it.</param>
/// <param name="Ways">The ways of passing messages that it has.</param>
public sealed record QueuesContender(
    string Name, string Title, QueuesRole Role, string Program, IReadOnlyList<string> Ways);
