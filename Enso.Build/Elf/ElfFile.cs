using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Enso.Build.Elf;

/// <summary>A little-endian 64-bit ELF file, read whole: its sections, program headers and symbols.</summary>
/// <remarks>Every offset in the file is checked before it is used, so a truncated or wrong file ends in an
/// <see cref="ElfFormatException"/> that says what is wrong, never in an index error.</remarks>
internal sealed class ElfFile
{
    private const int HeaderSize = 64;
    private const int SectionHeaderSize = 64;
    private const int ProgramHeaderSize = 56;
    private const int SymbolSize = 24;
    private const int CompressionHeaderSize = 24;
    private const uint CompressionZlib = 1;

    private readonly byte[] _bytes;

    private ElfFile(byte[] bytes)
    {
        _bytes = bytes;
        CheckHeader();
        Entry = U64(24);
        Segments = ReadSegments();
        Sections = ReadSections();
        Symbols = ReadSymbols();
    }

    /// <summary>The entry point's address.</summary>
    public ulong Entry { get; }

    /// <summary>The program headers, in file order.</summary>
    public IReadOnlyList<ElfSegment> Segments { get; }

    /// <summary>The sections, in file order; index 0 is the null section.</summary>
    public IReadOnlyList<ElfSection> Sections { get; }

    /// <summary>The symbols of <c>.symtab</c>, in file order; empty when the file is stripped.</summary>
    public IReadOnlyList<ElfSymbol> Symbols { get; }

    /// <summary>Reads a file.</summary>
    /// <exception cref="ElfFormatException">The file is not a usable ELF file.</exception>
    public static ElfFile Load(string path)
    {
        try
        {
            return new ElfFile(File.ReadAllBytes(path));
        }
        catch (ElfFormatException e)
        {
            throw new ElfFormatException($"{path}: {e.Message}");
        }
    }

    /// <summary>Reads an image that is already in memory.</summary>
    /// <exception cref="ElfFormatException">The bytes are not a usable ELF file.</exception>
    public static ElfFile Parse(byte[] bytes) => new(bytes);

    /// <summary>The first section named <paramref name="name"/>, or null.</summary>
    public ElfSection? FindSection(string name) => Sections.FirstOrDefault(s => s.Name == name);

    /// <summary>A section's bytes, decompressed where it is compressed; empty for one that takes no file
    /// space.</summary>
    public ReadOnlyMemory<byte> Content(ElfSection section)
    {
        if (section.Type == ElfSection.TypeNoBits)
        {
            return ReadOnlyMemory<byte>.Empty;
        }
        ReadOnlyMemory<byte> raw = Range(section.Offset, section.Size, $"section {section.Name}");
        return section.IsCompressed ? Decompress(raw, section.Name) : raw;
    }

    /// <summary>The bytes of the section named <paramref name="name"/>; empty when there is none.</summary>
    public ReadOnlyMemory<byte> Content(string name) =>
        FindSection(name) is { } section ? Content(section) : ReadOnlyMemory<byte>.Empty;

    private void CheckHeader()
    {
        if (_bytes.Length < HeaderSize || !_bytes.AsSpan(0, 4).SequenceEqual("\u007fELF"u8))
        {
            throw new ElfFormatException("not an ELF file");
        }
        if (_bytes[4] != 2)
        {
            throw new ElfFormatException("a 32-bit ELF file; only 64-bit ones are read");
        }
        if (_bytes[5] != 1)
        {
            throw new ElfFormatException("a big-endian ELF file; only little-endian ones are read");
        }
    }

    private List<ElfSegment> ReadSegments()
    {
        ulong offset = U64(32);
        int count = U16(56);
        if (count != 0 && U16(54) != ProgramHeaderSize)
        {
            throw new ElfFormatException($"program headers of {U16(54)} bytes; {ProgramHeaderSize} expected");
        }
        Range(offset, (ulong)count * ProgramHeaderSize, "the program header table");
        List<ElfSegment> segments = new(count);
        for (int i = 0; i < count; i++)
        {
            ulong at = offset + ((ulong)i * ProgramHeaderSize);
            segments.Add(new ElfSegment(
                U32(at), U32(at + 4), U64(at + 8), U64(at + 16), U64(at + 32), U64(at + 40), U64(at + 48)));
        }
        return segments;
    }

    private List<ElfSection> ReadSections()
    {
        ulong offset = U64(40);
        int count = U16(60);
        int namesIndex = U16(62);
        if (count == 0)
        {
            return [];
        }
        if (U16(58) != SectionHeaderSize)
        {
            throw new ElfFormatException($"section headers of {U16(58)} bytes; {SectionHeaderSize} expected");
        }
        Range(offset, (ulong)count * SectionHeaderSize, "the section header table");
        if (namesIndex >= count)
        {
            throw new ElfFormatException($"section {namesIndex} should hold the names; there are {count}");
        }
        ulong namesHeader = offset + ((ulong)namesIndex * SectionHeaderSize);
        ReadOnlyMemory<byte> names = Range(U64(namesHeader + 24), U64(namesHeader + 32), "the section names");
        List<ElfSection> sections = new(count);
        for (int i = 0; i < count; i++)
        {
            ulong at = offset + ((ulong)i * SectionHeaderSize);
            sections.Add(new ElfSection(
                Text(names.Span, U32(at), "section"), U32(at + 4), U64(at + 8), U64(at + 16), U64(at + 24),
                U64(at + 32), U32(at + 40), U64(at + 56)));
        }
        return sections;
    }

    private List<ElfSymbol> ReadSymbols()
    {
        ElfSection? table = Sections.FirstOrDefault(s => s.Type == ElfSection.TypeSymbols);
        if (table is null)
        {
            return [];
        }
        if (table.EntrySize != SymbolSize)
        {
            throw new ElfFormatException($"symbols of {table.EntrySize} bytes; {SymbolSize} expected");
        }
        if (table.Link >= Sections.Count)
        {
            throw new ElfFormatException(
                $"the symbol table's names are in section {table.Link}, which is not there");
        }
        ReadOnlySpan<byte> names = Content(Sections[(int)table.Link]).Span;
        ReadOnlySpan<byte> content = Content(table).Span;
        List<ElfSymbol> symbols = new(content.Length / SymbolSize);
        for (int at = 0; at + SymbolSize <= content.Length; at += SymbolSize)
        {
            ReadOnlySpan<byte> entry = content.Slice(at, SymbolSize);
            symbols.Add(new ElfSymbol(
                Text(names, BinaryPrimitives.ReadUInt32LittleEndian(entry), "symbol"),
                BinaryPrimitives.ReadUInt64LittleEndian(entry[8..]),
                BinaryPrimitives.ReadUInt64LittleEndian(entry[16..]),
                entry[4],
                BinaryPrimitives.ReadUInt16LittleEndian(entry[6..])));
        }
        return symbols;
    }

    private static ReadOnlyMemory<byte> Decompress(ReadOnlyMemory<byte> raw, string name)
    {
        if (raw.Length < CompressionHeaderSize)
        {
            throw new ElfFormatException($"section {name} is too short for its compression header");
        }
        uint kind = BinaryPrimitives.ReadUInt32LittleEndian(raw.Span);
        if (kind != CompressionZlib)
        {
            throw new ElfFormatException($"section {name} is compressed in a way ({kind}) that is not read");
        }
        using MemoryStream source = new(raw[CompressionHeaderSize..].ToArray());
        using ZLibStream inflater = new(source, CompressionMode.Decompress);
        using MemoryStream result = new();
        inflater.CopyTo(result);
        return result.ToArray();
    }

    private static string Text(ReadOnlySpan<byte> names, uint offset, string what)
    {
        if (offset >= names.Length)
        {
            if (offset == 0)
            {
                return "";
            }
            throw new ElfFormatException($"a {what} name is outside the name table");
        }
        ReadOnlySpan<byte> text = names[(int)offset..];
        int end = text.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? text : text[..end]);
    }

    private ReadOnlyMemory<byte> Range(ulong offset, ulong size, string what)
    {
        if (offset > (ulong)_bytes.Length || size > (ulong)_bytes.Length - offset)
        {
            throw new ElfFormatException($"{what} is outside the file (truncated?)");
        }
        return _bytes.AsMemory((int)offset, (int)size);
    }

    private ushort U16(ulong at) => BinaryPrimitives.ReadUInt16LittleEndian(_bytes.AsSpan((int)at));

    private uint U32(ulong at) => BinaryPrimitives.ReadUInt32LittleEndian(_bytes.AsSpan((int)at));

    private ulong U64(ulong at) => BinaryPrimitives.ReadUInt64LittleEndian(_bytes.AsSpan((int)at));
}
