using System.Buffers.Binary;
using System.Text;

namespace Enso.Build.Fonts;

/// <summary>A font in PF2, the format of GRUB's boot menu. It is a series of sections: a name of four
/// letters, the length (32 bits), and the contents; all numbers are big-endian. The ones read here are
/// <c>FILE</c> (always first: <c>PFF2</c>), <c>ASCE</c> and <c>DESC</c> (lines above and below the
/// baseline, 16 bits), <c>CHIX</c> (the index: code point, 32 bits; flags, 8; file offset of the glyph, 32)
/// and <c>DATA</c> (the rest of the file). Source: GRUB manual, "GRUB font file format";
/// grub-core/font/font.c.</summary>
internal sealed class Pf2Font
{
    private const int SectionHeaderLength = 8;
    private const int IndexEntryLength = 9;
    private const int GlyphHeaderLength = 10;
    private const uint LastCodePoint = 0x10FFFF;
    private const byte CompressionFlags = 0x07;

    private readonly byte[] _file;
    private readonly Dictionary<int, uint> _offsets = [];

    private Pf2Font(byte[] file) => _file = file;

    /// <summary>Lines above the baseline.</summary>
    public int Ascent { get; private set; }

    /// <summary>Lines below the baseline.</summary>
    public int Descent { get; private set; }

    /// <summary>How many glyphs there are.</summary>
    public int Count => _offsets.Count;

    /// <summary>Reads a font.</summary>
    /// <exception cref="InvalidDataException">The bytes are not a PF2 font, or a damaged one.</exception>
    public static Pf2Font Parse(byte[] file)
    {
        var font = new Pf2Font(file);
        font.ReadSections();
        return font;
    }

    /// <summary>The glyph of a code point; null when the font has none.</summary>
    /// <exception cref="InvalidDataException">It lies outside the file.</exception>
    public Pf2Glyph? Find(int codePoint)
    {
        if (!_offsets.TryGetValue(codePoint, out uint offset))
        {
            return null;
        }
        ReadOnlySpan<byte> header = Slice(offset, GlyphHeaderLength, $"the glyph of U+{codePoint:X4}");
        int width = BinaryPrimitives.ReadUInt16BigEndian(header);
        int height = BinaryPrimitives.ReadUInt16BigEndian(header[2..]);
        long bits = offset + GlyphHeaderLength;
        long length = (((long)width * height) + 7) / 8;
        Slice(bits, length, $"the bitmap of U+{codePoint:X4}");
        return new Pf2Glyph(
            width,
            height,
            BinaryPrimitives.ReadInt16BigEndian(header[4..]),
            BinaryPrimitives.ReadInt16BigEndian(header[6..]),
            BinaryPrimitives.ReadInt16BigEndian(header[8..]),
            _file.AsMemory((int)bits, (int)length));
    }

    private void ReadSections()
    {
        const string FileSection = "FILE";
        long position = 0;
        var seen = new HashSet<string>();
        while (position < _file.Length)
        {
            string what = seen.Count == 0 ? "the FILE section" : "a section's header";
            ReadOnlySpan<byte> header = Slice(position, SectionHeaderLength, what);
            string name = Encoding.Latin1.GetString(header[..4]);
            long length = BinaryPrimitives.ReadUInt32BigEndian(header[4..]);
            if (seen.Count == 0 && name != FileSection)
            {
                throw new InvalidDataException("it does not begin with a FILE section");
            }
            seen.Add(name);
            if (name == "DATA")
            {
                break;
            }
            ReadSection(name, Slice(position + SectionHeaderLength, length, $"the {name} section"));
            position += SectionHeaderLength + length;
        }
        foreach (string needed in (string[])[FileSection, "ASCE", "DESC", "CHIX", "DATA"])
        {
            if (!seen.Contains(needed))
            {
                throw new InvalidDataException($"it has no {needed} section");
            }
        }
    }

    private void ReadSection(string name, ReadOnlySpan<byte> contents)
    {
        switch (name)
        {
            case "FILE":
                if (!contents.SequenceEqual("PFF2"u8))
                {
                    throw new InvalidDataException("its FILE section does not say PFF2");
                }
                break;
            case "ASCE":
                Ascent = ReadNumber(name, contents);
                break;
            case "DESC":
                Descent = ReadNumber(name, contents);
                break;
            case "CHIX":
                ReadIndex(contents);
                break;
        }
    }

    private void ReadIndex(ReadOnlySpan<byte> contents)
    {
        if (contents.Length % IndexEntryLength != 0)
        {
            throw new InvalidDataException(
                $"its CHIX section is not a whole number of {IndexEntryLength} bytes");
        }
        for (; contents.Length > 0; contents = contents[IndexEntryLength..])
        {
            uint codePoint = BinaryPrimitives.ReadUInt32BigEndian(contents);
            if (codePoint > LastCodePoint)
            {
                // Not a character: the joined forms of Arabic letters have numbers of GRUB's own.
                continue;
            }
            if ((contents[4] & CompressionFlags) != 0)
            {
                throw new InvalidDataException(
                    $"its glyph of U+{codePoint:X4} is compressed, which nothing reads");
            }
            _offsets[(int)codePoint] = BinaryPrimitives.ReadUInt32BigEndian(contents[5..]);
        }
    }

    private static int ReadNumber(string name, ReadOnlySpan<byte> contents) =>
        contents.Length == sizeof(ushort)
            ? BinaryPrimitives.ReadUInt16BigEndian(contents)
            : throw new InvalidDataException($"its {name} section has {contents.Length} bytes, not 2");

    private ReadOnlySpan<byte> Slice(long offset, long length, string what) =>
        offset + length <= _file.Length
            ? _file.AsSpan((int)offset, (int)length)
            : throw new InvalidDataException($"it ends inside {what}");
}
