using System.Buffers.Binary;
using Enso.Build.Elf;
using Enso.Build.Symbols;

namespace Enso.Build.Walking;

/// <summary>A linked image as a graph: its functions, and what the instructions of each refer to.</summary>
internal sealed class ImageCode
{
    private const string LowerMethod = "Enso_Machine_";
    private const string LowerAssembly = "enso_";
    private const string LowerSources = "Enso.Machine/";

    private readonly ElfFile _elf;
    private readonly ImageSymbols _symbols;
    private readonly List<CodeFunction> _functions = [];
    private readonly Dictionary<ulong, List<string>> _namesAt = [];
    private readonly ulong[] _namedData;
    private readonly Dictionary<CodeFunction, IReadOnlyList<CodeReference>> _references = [];

    /// <summary>Reads an image that has symbols and debug information.</summary>
    /// <param name="elf">The image.</param>
    /// <param name="sourceRoot">The directory that file names are relative to.</param>
    public ImageCode(ElfFile elf, string sourceRoot)
    {
        _elf = elf;
        _symbols = ImageSymbols.Read(elf, sourceRoot);
        SortedSet<ulong> data = [];
        HashSet<ulong> typed = [];
        foreach (ElfSymbol symbol in elf.Symbols.Where(IsPlaced))
        {
            if (!_namesAt.TryGetValue(symbol.Value, out List<string>? names))
            {
                _namesAt.Add(symbol.Value, names = []);
            }
            names.Add(symbol.Name);
            if (symbol.Type == ElfSymbol.TypeFunction)
            {
                typed.Add(symbol.Value);
            }
            if (!elf.Sections[symbol.SectionIndex].IsCode)
            {
                data.Add(symbol.Value);
            }
        }
        _namedData = [.. data];
        _functions.AddRange(_symbols.Functions.Select(f => Describe(f, typed.Contains(f.Start))));
    }

    /// <summary>Every function, sorted by address.</summary>
    public IReadOnlyList<CodeFunction> Functions => _functions;

    /// <summary>The function at an address, or null where there is none.</summary>
    public CodeFunction? At(ulong address)
    {
        int low = 0;
        int high = _functions.Count - 1;
        while (low <= high)
        {
            int middle = (low + high) / 2;
            CodeFunction function = _functions[middle];
            if (function.Contains(address))
            {
                return function;
            }
            (low, high) = address < function.Start ? (low, middle - 1) : (middle + 1, high);
        }
        return null;
    }

    /// <summary>The functions of that name.</summary>
    public IEnumerable<CodeFunction> Named(NamePattern name) => _functions.Where(f => f.Is(name));

    /// <summary>The linker symbols at an address of code or data.</summary>
    public IReadOnlyList<string> NamesAt(ulong address) => _namesAt.GetValueOrDefault(address) ?? [];

    /// <summary>The linker symbols of the data that an address lies in: those of the nearest symbol at or
    /// below it.</summary>
    public IReadOnlyList<string> DataNames(ulong address)
    {
        int found = Array.BinarySearch(_namedData, address);
        int index = found >= 0 ? found : ~found - 1;
        return index < 0 ? [] : NamesAt(_namedData[index]);
    }

    /// <summary>The eight bytes that the image has at an address, or null where it has none.</summary>
    public ulong? Quadword(ulong address)
    {
        ElfSection? section = _elf.Sections.FirstOrDefault(s => s.IsAllocated && s.Contains(address));
        if (section is null or { Type: ElfSection.TypeNoBits } || section.Size - (address - section.Address) < 8)
        {
            return null;
        }
        return BinaryPrimitives.ReadUInt64LittleEndian(
            _elf.Content(section).Span[(int)(address - section.Address)..]);
    }

    /// <summary>A function's machine code.</summary>
    public ReadOnlyMemory<byte> Bytes(CodeFunction function)
    {
        ElfSection section = _elf.Sections.First(s => s.IsCode && s.Contains(function.Start));
        return _elf.Content(section).Slice(
            (int)(function.Start - section.Address), (int)(function.End - function.Start));
    }

    /// <summary>What a function refers to, in the order of its instructions.</summary>
    public IReadOnlyList<CodeReference> References(CodeFunction function)
    {
        if (!_references.TryGetValue(function, out IReadOnlyList<CodeReference>? references))
        {
            _references.Add(function, references = new CodeReader(this, function).Read());
        }
        return references;
    }

    /// <summary>Where an instruction comes from, as <c>file:line</c>, or the address where no source is
    /// known.</summary>
    public string Place(ulong address)
    {
        LineRow row = At(address)?.Symbol.Rows.LastOrDefault(r => r.Address <= address) ?? default;
        return row.File == 0 ? $"0x{address:x}" : $"{_symbols.Files[row.File]}:{row.Line}";
    }

    private CodeFunction Describe(FunctionSymbol symbol, bool isFunction)
    {
        IReadOnlyList<string> names = NamesAt(symbol.Start);
        if ((symbol.Flags & SymbolTableFormat.FlagManaged) != 0)
        {
            bool method = (symbol.Flags & SymbolTableFormat.FlagLower) != 0;
            bool plug = method && names.Any(n => !n.StartsWith(LowerMethod, StringComparison.Ordinal));
            return new CodeFunction(symbol, names, method, plug);
        }
        bool assembly = names.Any(n => n.StartsWith(LowerAssembly, StringComparison.Ordinal))
            || symbol.Rows.Any(r => _symbols.Files[r.File].StartsWith(LowerSources, StringComparison.Ordinal));
        return new CodeFunction(symbol, names, assembly, assembly && isFunction);
    }

    private bool IsPlaced(ElfSymbol symbol) =>
        symbol.Name.Length > 0 && symbol.SectionIndex > 0 && symbol.SectionIndex < _elf.Sections.Count
        && _elf.Sections[symbol.SectionIndex].IsAllocated;
}
