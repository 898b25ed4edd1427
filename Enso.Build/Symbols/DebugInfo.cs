namespace Enso.Build.Symbols;

/// <summary>What the tool takes from <c>.debug_info</c>: the compilation directory of each line program, and
/// the source names of the methods that the ahead-of-time compiler emitted.</summary>
internal sealed class DebugInfo
{
    private const uint TagClass = 0x02;
    private const uint TagStructure = 0x13;
    private const uint TagSubprogram = 0x2E;
    private const uint AttributeName = 0x03;
    private const uint AttributeLines = 0x10;
    private const uint AttributeDirectory = 0x1B;
    private const uint AttributeProducer = 0x25;
    private const uint AttributeLinkageName = 0x6E;

    // The name that the ahead-of-time compiler signs its unit with.
    private const string ManagedProducer = "NetRuntime";

    private const int UnitPartial = 0x03;
    private const int UnitSkeleton = 0x04;
    private const int UnitSplit = 0x05;
    private const int UnitCompile = 0x01;

    private readonly DwarfSections _sections;
    private readonly Dictionary<ulong, string> _directories = [];
    private readonly Dictionary<string, MethodName> _methods = [];
    private readonly Dictionary<ulong, Dictionary<ulong, DwarfAbbreviation>> _tables = [];

    /// <summary>Reads all units.</summary>
    public DebugInfo(DwarfSections sections)
    {
        _sections = sections;
        DwarfReader reader = new(sections.Info.Span);
        while (!reader.AtEnd)
        {
            int length = reader.UnitLength(out int offsetSize);
            int end = reader.Position + length;
            ReadUnit(ref reader, end, offsetSize);
            reader.Position = end;
        }
    }

    /// <summary>The directory that the line program at an offset of <c>.debug_line</c> was compiled
    /// in.</summary>
    public IReadOnlyDictionary<ulong, string> Directories => _directories;

    /// <summary>Methods by their linker symbol.</summary>
    public IReadOnlyDictionary<string, MethodName> Methods => _methods;

    private void ReadUnit(ref DwarfReader reader, int end, int offsetSize)
    {
        int version = reader.U16();
        int kind = UnitCompile;
        int addressSize;
        ulong abbreviations;
        if (version >= 5)
        {
            kind = reader.U8();
            addressSize = reader.U8();
            abbreviations = reader.Unsigned(offsetSize);
            if (kind is UnitSkeleton or UnitSplit)
            {
                reader.U64();
            }
        }
        else
        {
            abbreviations = reader.Unsigned(offsetSize);
            addressSize = reader.U8();
        }
        if (version is < 2 or > 5 || (kind is not (UnitCompile or UnitPartial or UnitSkeleton or UnitSplit)))
        {
            return;
        }
        if (!_tables.TryGetValue(abbreviations, out Dictionary<ulong, DwarfAbbreviation>? table))
        {
            table = DwarfAbbreviation.ReadTable(_sections.Abbreviations, abbreviations);
            _tables.Add(abbreviations, table);
        }
        ReadEntries(ref reader, end, table, (addressSize, offsetSize, version));
    }

    private void ReadEntries(
        ref DwarfReader reader, int end, Dictionary<ulong, DwarfAbbreviation> table,
        (int A, int O, int V) sizes)
    {
        // The name of the class at each depth, and null where the entry is none.
        List<string?> owners = [];
        bool first = true;
        while (reader.Position < end)
        {
            ulong code = reader.Uleb();
            if (code == 0)
            {
                if (owners.Count > 0)
                {
                    owners.RemoveAt(owners.Count - 1);
                }
                continue;
            }
            if (!table.TryGetValue(code, out DwarfAbbreviation? shape))
            {
                throw new InvalidDataException($"DWARF abbreviation {code} is not defined");
            }
            Entry entry = ReadEntry(ref reader, shape, sizes);
            if (first)
            {
                first = false;
                if (entry is { Lines: { } lines, Directory: { } directory })
                {
                    _directories[lines] = directory;
                }
                if (entry.Producer != ManagedProducer)
                {
                    return;
                }
            }
            if (shape.Tag == TagSubprogram && entry is { LinkageName: { } linkage, Name: { } name })
            {
                _methods.TryAdd(linkage, new MethodName(owners.Count > 0 ? owners[^1] : null, name));
            }
            if (shape.HasChildren)
            {
                owners.Add(shape.Tag is TagClass or TagStructure ? entry.Name : null);
            }
        }
    }

    private Entry ReadEntry(ref DwarfReader reader, DwarfAbbreviation shape, (int A, int O, int V) sizes)
    {
        Entry entry = default;
        foreach ((uint name, DwarfForm form) in shape.Attributes)
        {
            DwarfValue value = _sections.Read(ref reader, form, sizes.A, sizes.O, sizes.V);
            switch (name)
            {
                case AttributeName:
                    entry.Name = value.Text;
                    break;
                case AttributeLinkageName:
                    entry.LinkageName = value.Text;
                    break;
                case AttributeProducer:
                    entry.Producer = value.Text;
                    break;
                case AttributeDirectory:
                    entry.Directory = value.Text;
                    break;
                case AttributeLines:
                    entry.Lines = value.Number;
                    break;
            }
        }
        return entry;
    }

    private struct Entry
    {
        public string? Name;
        public string? LinkageName;
        public string? Producer;
        public string? Directory;
        public ulong? Lines;
    }
}
