namespace Enso.Tool.Terminal;

/// <summary>One piece of a terminal's output.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Value">Text: the characters. An operating system command: its payload, without introducer and
/// terminator. A control or escape sequence: the whole sequence.</param>
public readonly record struct TerminalToken(TerminalTokenKind Kind, string Value);
