namespace Enso.Build.Walking;

/// <summary>What a walk found.</summary>
/// <param name="Reached">Every function that it read.</param>
/// <param name="Problems">What it should not have met.</param>
/// <param name="Unused">Names in the rules' lists of what is allowed that it did not meet.</param>
internal sealed record WalkResult(
    IReadOnlyCollection<CodeFunction> Reached, IReadOnlyList<WalkProblem> Problems, IReadOnlyList<string> Unused);
