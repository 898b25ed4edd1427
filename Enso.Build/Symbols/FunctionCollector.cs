using Enso.Build.Elf;

namespace Enso.Build.Symbols;

/// <summary>Chooses, from the symbols of an image, one name for each function, and what is known about it.
/// </summary>
internal sealed class FunctionCollector
{
    private const string ManagedSection = "__managedcode";
    private const string LowerPrefix = "Enso_Machine_";

    private readonly ElfFile _elf;
    private readonly ManagedNames _names;
    private readonly LineTable _lines;
    private readonly List<ElfSection> _code;

    /// <summary>Creates a collector over an image and what its debug information said.</summary>
    public FunctionCollector(ElfFile elf, ManagedNames names, LineTable lines)
    {
        _elf = elf;
        _names = names;
        _lines = lines;
        _code = [.. elf.Sections.Where(s => s.IsCode)];
        (ManagedStart, ManagedEnd) = ManagedRange();
    }

    /// <summary>The first address of managed code.</summary>
    public ulong ManagedStart { get; }

    /// <summary>The address after managed code; equal to the start when there is none.</summary>
    public ulong ManagedEnd { get; }

    /// <summary>The functions, sorted by address, none overlapping another.</summary>
    public List<FunctionSymbol> Collect()
    {
        List<ElfSymbol> chosen = [.. _elf.Symbols
            .Where(IsCandidate)
            .GroupBy(s => s.Value)
            .OrderBy(g => g.Key)
            .Select(Best)];
        HashSet<ulong> lower = [.. _elf.Symbols
            .Where(s => s.Name.StartsWith(LowerPrefix, StringComparison.Ordinal))
            .Select(s => s.Value)];
        List<FunctionSymbol> functions = [];
        ulong covered = 0;
        for (int i = 0; i < chosen.Count; i++)
        {
            ElfSymbol symbol = chosen[i];
            // A bare label inside a sized function is a place in it, not another function.
            if (symbol.Size == 0 && symbol.Value < covered)
            {
                continue;
            }
            ulong end = End(symbol, i + 1 < chosen.Count ? chosen[i + 1] : null);
            covered = Math.Max(covered, symbol.Value + symbol.Size);
            if (end <= symbol.Value)
            {
                continue;
            }
            byte flags = 0;
            if (IsManaged(symbol.Value))
            {
                flags |= SymbolTableFormat.FlagManaged;
                if (lower.Contains(symbol.Value))
                {
                    flags |= SymbolTableFormat.FlagLower;
                }
            }
            functions.Add(new FunctionSymbol(
                symbol.Value, checked((uint)(end - symbol.Value)), Readable(symbol.Name), flags,
                _lines.Within(symbol.Value, end, IsManaged(symbol.Value))));
        }
        return functions;
    }

    private bool IsCandidate(ElfSymbol symbol) =>
        symbol.Type is ElfSymbol.TypeFunction or ElfSymbol.TypeNone
        && symbol.Name.Length > 0
        && !symbol.Name.StartsWith(".L", StringComparison.Ordinal)
        && symbol.SectionIndex > 0
        && symbol.SectionIndex < _elf.Sections.Count
        && _elf.Sections[symbol.SectionIndex] is { IsCode: true } section
        && section.Contains(symbol.Value);

    /// <summary>The name to show for an address that has several: a method's own before the name it is
    /// exported by, a function's before a label's, and then always the same one.</summary>
    private ElfSymbol Best(IEnumerable<ElfSymbol> symbols) => symbols
        .OrderByDescending(s => _names.IsMethod(s.Name))
        .ThenByDescending(s => s.Type == ElfSymbol.TypeFunction)
        .ThenByDescending(s => s.Size != 0)
        .ThenBy(s => s.IsLocal)
        .ThenBy(s => s.Name, StringComparer.Ordinal)
        .First();

    private ulong End(ElfSymbol symbol, ElfSymbol? next)
    {
        ElfSection section = _elf.Sections[symbol.SectionIndex];
        ulong end = symbol.Size != 0 ? symbol.Value + symbol.Size : section.Address + section.Size;
        if (next is not null && next.Value < end && (next.Size != 0 || symbol.Size == 0))
        {
            end = next.Value;
        }
        return Math.Min(end, section.Address + section.Size);
    }

    private string Readable(string symbol) =>
        symbol.StartsWith("_Z", StringComparison.Ordinal)
            ? ItaniumDemangler.Readable(symbol)
            : _names.Readable(symbol);

    private bool IsManaged(ulong address) => address >= ManagedStart && address < ManagedEnd;

    private (ulong Start, ulong End) ManagedRange()
    {
        // Its own section, or, where a linker script merged it into another, the marks that the linker set.
        if (_elf.FindSection(ManagedSection) is { } section)
        {
            return (section.Address, section.Address + section.Size);
        }
        ElfSymbol? start = _elf.Symbols.FirstOrDefault(s => s.Name == "__start_" + ManagedSection);
        ElfSymbol? stop = _elf.Symbols.FirstOrDefault(s => s.Name == "__stop_" + ManagedSection);
        return start is null || stop is null ? (0, 0) : (start.Value, stop.Value);
    }
}
