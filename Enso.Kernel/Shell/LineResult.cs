namespace Enso.Kernel.Shell;

/// <summary>What came of editing a line.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Text">The line when it was accepted, otherwise empty.</param>
public readonly record struct LineResult(LineOutcome Outcome, string Text);
