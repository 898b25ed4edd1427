namespace Enso.Drawing;

/// <summary>A step of a scenario: what was done, and how things stand then.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="Code">What was done, as lines of code with their results.</param>
/// <param name="Figure">How things stand.</param>
internal sealed record Frame(string Title, IReadOnlyList<string> Code, IFigure Figure);
