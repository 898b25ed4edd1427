namespace Enso.Build.Symbols;

/// <summary>From <paramref name="Address"/> on, instructions come from this place in the source.</summary>
/// <param name="Address">The first address.</param>
/// <param name="File">An index of the table's files, 0 where there is no source.</param>
/// <param name="Line">The line, 1-based; 0 for code that belongs to no line.</param>
/// <param name="Ends">Whether the addresses from here on are not described at all.</param>
internal readonly record struct LineRow(ulong Address, int File, uint Line, bool Ends);
