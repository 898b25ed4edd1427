namespace Enso.Tool.Emulation;

/// <summary>What a shell command did.</summary>
/// <param name="Output">What was written between its start and its end, without escape sequences and CR.</param>
/// <param name="Status">Its exit status; 0 unless it finished with another.</param>
/// <param name="Outcome">How it ended.</param>
public sealed record CommandResult(
    string Output, int Status, CommandOutcome Outcome = CommandOutcome.Finished);
