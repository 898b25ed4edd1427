namespace Enso.Build.Walking;

/// <summary>One function on the way to what was found.</summary>
/// <param name="Function">The function.</param>
/// <param name="LeavesAt">The address of its instruction that leads on.</param>
internal readonly record struct WalkStep(CodeFunction Function, ulong LeavesAt);
