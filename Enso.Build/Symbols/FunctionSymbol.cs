namespace Enso.Build.Symbols;

/// <summary>One function of the image, as it goes into the table.</summary>
/// <param name="Start">Its first address.</param>
/// <param name="Size">Its bytes.</param>
/// <param name="Name">Its readable name.</param>
/// <param name="Flags">A combination of the flags in <see cref="SymbolTableFormat"/>.</param>
/// <param name="Rows">Its line rows as <see cref="LineTable.Within"/> gives them.</param>
internal sealed record FunctionSymbol(
    ulong Start, uint Size, string Name, byte Flags, IReadOnlyList<LineRow> Rows)
{
    /// <summary>The address after the last byte.</summary>
    public ulong End => Start + Size;
}
