using Enso.Build.Elf;

namespace Enso.Build.Symbols;

/// <summary>The functions of a linked image, with their readable names and source lines.</summary>
/// <param name="Functions">Sorted by address, none overlapping another.</param>
/// <param name="Files">Source files by the index that line rows use; entry 0 stands for no source.</param>
/// <param name="ManagedStart">The first address of managed code.</param>
/// <param name="ManagedEnd">The address after managed code.</param>
internal sealed record ImageSymbols(
    IReadOnlyList<FunctionSymbol> Functions, IReadOnlyList<string> Files, ulong ManagedStart, ulong ManagedEnd)
{
    /// <summary>Reads an image's symbols and debug information.</summary>
    /// <param name="elf">The image.</param>
    /// <param name="sourceRoot">The directory that file names are relative to.</param>
    public static ImageSymbols Read(ElfFile elf, string sourceRoot)
    {
        DwarfSections sections = new(elf);
        DebugInfo info = new(sections);
        List<ElfSection> code = [.. elf.Sections.Where(s => s.IsCode)];
        LineTable lines = LineTable.Read(
            sections, info.Directories, address => code.Exists(s => s.Contains(address)), sourceRoot);
        ManagedNames names = new(info.Methods, lines.Files);
        FunctionCollector collector = new(elf, names, lines);
        return new ImageSymbols(
            collector.Collect(), lines.Files, collector.ManagedStart, collector.ManagedEnd);
    }
}
