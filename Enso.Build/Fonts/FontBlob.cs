using System.Buffers.Binary;

namespace Enso.Build.Fonts;

/// <summary>The image's font: what <c>font.S</c> includes and Enso.Machine's <c>Font</c> reads in place. All
/// numbers are little-endian.
/// <code>
/// offset  size
///      0     4  magic: "ENOF"
///      4     2  pixels across a glyph: 8
///      6     2  lines of a glyph: 16
///      8     4  ranges
///     12     4  glyphs
///     16     4  the glyph that stands for missing characters
///     20    12  for each range, in ascending order: first code point, count, first glyph (4 bytes each)
///           16  for each glyph: a byte a line from the top, the most significant bit leftmost
/// </code></summary>
internal sealed class FontBlob
{
    /// <summary>Pixels across a glyph.</summary>
    public const int CellWidth = 8;

    /// <summary>Lines of a glyph.</summary>
    public const int CellHeight = 16;

    private const int HeaderLength = 20;
    private const int RangeLength = 12;

    private readonly SortedDictionary<int, byte[]> _glyphs = [];

    /// <summary>Glyphs so far.</summary>
    public int Count => _glyphs.Count;

    /// <summary>Whether the character has a glyph.</summary>
    public bool Contains(int codePoint) => _glyphs.ContainsKey(codePoint);

    /// <summary>Gives a character a glyph from a source font, unless it is not exactly one cell wide or
    /// reaches out of the cell.</summary>
    /// <param name="codePoint">The character.</param>
    /// <param name="glyph">Its bitmap.</param>
    /// <param name="ascent">Lines of the cell above the baseline.</param>
    /// <returns>Whether it was taken.</returns>
    public bool TryAdd(int codePoint, Pf2Glyph glyph, int ascent)
    {
        // A blank has no bitmap, and its offsets mean nothing.
        bool isBlank = glyph.Width == 0 || glyph.Height == 0;
        int top = isBlank ? 0 : ascent - glyph.OffsetY - glyph.Height;
        int left = isBlank ? 0 : glyph.OffsetX;
        if (glyph.Advance != CellWidth
            || left < 0 || left + glyph.Width > CellWidth
            || top < 0 || top + glyph.Height > CellHeight)
        {
            return false;
        }
        byte[] lines = new byte[CellHeight];
        for (int y = 0; y < glyph.Height; y++)
        {
            for (int x = 0; x < glyph.Width; x++)
            {
                if (glyph.IsSet(x, y))
                {
                    lines[top + y] |= (byte)(0x80 >> (left + x));
                }
            }
        }
        _glyphs[codePoint] = lines;
        return true;
    }

    /// <summary>Gives a character the glyph of another, which has one.</summary>
    public void AddStandIn(int codePoint, int other) => _glyphs[codePoint] = _glyphs[other];

    /// <summary>The bytes of the format above.</summary>
    /// <param name="replacement">The character that stands for missing ones; it has a glyph.</param>
    public byte[] ToBytes(int replacement)
    {
        int[] codePoints = [.. _glyphs.Keys];
        List<(int First, int Count, int Glyph)> ranges = FindRanges(codePoints);
        int glyphs = HeaderLength + (ranges.Count * RangeLength);
        byte[] bytes = new byte[glyphs + (codePoints.Length * CellHeight)];
        "ENOF"u8.CopyTo(bytes);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(4), CellWidth);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(6), CellHeight);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), ranges.Count);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(12), codePoints.Length);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(16), Array.IndexOf(codePoints, replacement));
        for (int i = 0; i < ranges.Count; i++)
        {
            Span<byte> range = bytes.AsSpan(HeaderLength + (i * RangeLength));
            BinaryPrimitives.WriteInt32LittleEndian(range, ranges[i].First);
            BinaryPrimitives.WriteInt32LittleEndian(range[4..], ranges[i].Count);
            BinaryPrimitives.WriteInt32LittleEndian(range[8..], ranges[i].Glyph);
        }
        for (int i = 0; i < codePoints.Length; i++)
        {
            _glyphs[codePoints[i]].CopyTo(bytes, glyphs + (i * CellHeight));
        }
        return bytes;
    }

    private static List<(int First, int Count, int Glyph)> FindRanges(int[] codePoints)
    {
        var ranges = new List<(int First, int Count, int Glyph)>();
        for (int i = 0; i < codePoints.Length; i++)
        {
            if (i > 0 && codePoints[i] == codePoints[i - 1] + 1)
            {
                ranges[^1] = ranges[^1] with { Count = ranges[^1].Count + 1 };
            }
            else
            {
                ranges.Add((codePoints[i], 1, i));
            }
        }
        return ranges;
    }
}
