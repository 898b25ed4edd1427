namespace Enso.Build.Symbols;

/// <summary>One attribute's value: its text where the form is a string that could be resolved, else its
/// number (for a block, its length).</summary>
internal readonly record struct DwarfValue(string? Text, ulong Number);
