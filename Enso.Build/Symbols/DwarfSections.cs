using Enso.Build.Elf;

namespace Enso.Build.Symbols;

/// <summary>The debug sections of one image, and the reading of attribute values that point into
/// them.</summary>
internal sealed class DwarfSections
{
    /// <summary>Takes the sections from an image; one that is absent is empty.</summary>
    public DwarfSections(ElfFile elf)
    {
        Info = elf.Content(".debug_info");
        Abbreviations = elf.Content(".debug_abbrev");
        Lines = elf.Content(".debug_line");
        Strings = elf.Content(".debug_str");
        LineStrings = elf.Content(".debug_line_str");
    }

    /// <summary>The entries: <c>.debug_info</c>.</summary>
    public ReadOnlyMemory<byte> Info { get; }

    /// <summary>Their shapes: <c>.debug_abbrev</c>.</summary>
    public ReadOnlyMemory<byte> Abbreviations { get; }

    /// <summary>The line programs: <c>.debug_line</c>.</summary>
    public ReadOnlyMemory<byte> Lines { get; }

    private ReadOnlyMemory<byte> Strings { get; }

    private ReadOnlyMemory<byte> LineStrings { get; }

    /// <summary>Reads one value. Strings behind an index are not resolved: nothing that this tool needs uses
    /// them.</summary>
    public DwarfValue Read(
        ref DwarfReader reader, DwarfForm form, int addressSize, int offsetSize, int version)
    {
        switch (form)
        {
            case DwarfForm.String:
                return new DwarfValue(reader.Text(), 0);
            case DwarfForm.Strp:
                return Pointed(Strings, reader.Unsigned(offsetSize));
            case DwarfForm.LineStrp:
                return Pointed(LineStrings, reader.Unsigned(offsetSize));
            case DwarfForm.Sdata:
                return new DwarfValue(null, (ulong)reader.Sleb());
            case DwarfForm.FlagPresent or DwarfForm.ImplicitConst:
                return new DwarfValue(null, 1);
            case DwarfForm.Indirect:
                return Read(ref reader, (DwarfForm)reader.Uleb(), addressSize, offsetSize, version);
            case DwarfForm.Block or DwarfForm.Exprloc:
                return Block(ref reader, reader.Uleb());
            case DwarfForm.Block1:
                return Block(ref reader, reader.U8());
            case DwarfForm.Block2:
                return Block(ref reader, reader.U16());
            case DwarfForm.Block4:
                return Block(ref reader, reader.U32());
            case DwarfForm.Data16:
                return Block(ref reader, 16);
            case DwarfForm.Udata or DwarfForm.RefUdata or DwarfForm.Strx or DwarfForm.Addrx
                or DwarfForm.Loclistx or DwarfForm.Rnglistx:
                return new DwarfValue(null, reader.Uleb());
            default:
                return new DwarfValue(null,
                    reader.Unsigned(FixedSize(form, addressSize, offsetSize, version)));
        }
    }

    private static int FixedSize(DwarfForm form, int addressSize, int offsetSize, int version) => form switch
    {
        DwarfForm.Addr => addressSize,
        // Version 2 gave these references the size of an address.
        DwarfForm.RefAddr => version <= 2 ? addressSize : offsetSize,
        DwarfForm.SecOffset or DwarfForm.StrpSup => offsetSize,
        DwarfForm.Data1 or DwarfForm.Flag or DwarfForm.Ref1 or DwarfForm.Strx1 or DwarfForm.Addrx1 => 1,
        DwarfForm.Data2 or DwarfForm.Ref2 or DwarfForm.Strx2 or DwarfForm.Addrx2 => 2,
        DwarfForm.Strx3 or DwarfForm.Addrx3 => 3,
        DwarfForm.Data4 or DwarfForm.Ref4 or DwarfForm.Strx4 or DwarfForm.Addrx4 or DwarfForm.RefSup4 => 4,
        DwarfForm.Data8 or DwarfForm.Ref8 or DwarfForm.RefSig8 or DwarfForm.RefSup8 => 8,
        _ => throw new InvalidDataException($"DWARF form 0x{(ushort)form:x} is not known"),
    };

    private static DwarfValue Block(ref DwarfReader reader, ulong length)
    {
        reader.Skip(length);
        return new DwarfValue(null, length);
    }

    private static DwarfValue Pointed(ReadOnlyMemory<byte> strings, ulong offset)
    {
        if (offset >= (ulong)strings.Length)
        {
            return new DwarfValue(null, offset);
        }
        DwarfReader reader = new(strings.Span[(int)offset..]);
        return new DwarfValue(reader.Text(), offset);
    }
}
