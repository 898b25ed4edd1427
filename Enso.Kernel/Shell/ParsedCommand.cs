namespace Enso.Kernel.Shell;

/// <summary>One command of a line.</summary>
/// <param name="Name">Its first word.</param>
/// <param name="Arguments">The words after that.</param>
public sealed record ParsedCommand(string Name, IReadOnlyList<string> Arguments);
