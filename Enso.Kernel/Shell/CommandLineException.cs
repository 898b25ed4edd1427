namespace Enso.Kernel.Shell;

/// <summary>A line cannot be taken apart into commands.</summary>
/// <param name="problem">What is wrong.</param>
/// <param name="column">Where, in characters, from one.</param>
public sealed class CommandLineException(string problem, int column)
    : Exception($"column {column}: {problem}")
{
    /// <summary>Where the problem is, in characters, from one.</summary>
    public int Column { get; } = column;
}
