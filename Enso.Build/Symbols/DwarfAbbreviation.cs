namespace Enso.Build.Symbols;

/// <summary>The shape of one kind of entry: its tag, whether children follow, and its attributes.</summary>
internal sealed record DwarfAbbreviation(
    uint Tag, bool HasChildren, IReadOnlyList<(uint Name, DwarfForm Form)> Attributes)
{
    /// <summary>Reads the table that starts at <paramref name="offset"/> (version 5, section
    /// 7.5.3).</summary>
    public static Dictionary<ulong, DwarfAbbreviation> ReadTable(ReadOnlyMemory<byte> section, ulong offset)
    {
        DwarfReader reader = new(section.Span) { Position = checked((int)offset) };
        Dictionary<ulong, DwarfAbbreviation> table = [];
        for (ulong code = reader.Uleb(); code != 0; code = reader.Uleb())
        {
            uint tag = (uint)reader.Uleb();
            bool hasChildren = reader.U8() != 0;
            List<(uint, DwarfForm)> attributes = [];
            for (; ; )
            {
                uint name = (uint)reader.Uleb();
                DwarfForm form = (DwarfForm)reader.Uleb();
                if (form == DwarfForm.ImplicitConst)
                {
                    reader.Sleb();
                }
                if (name == 0 && form == 0)
                {
                    break;
                }
                attributes.Add((name, form));
            }
            table[code] = new DwarfAbbreviation(tag, hasChildren, attributes);
        }
        return table;
    }
}
