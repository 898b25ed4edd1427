using System.Runtime;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Enso.Machine.Console;

/// <summary>The bitmap font in the image: a glyph of 8 by 16 pixels for each of some ranges of code points.
/// The build makes it (<c>Enso.Build font</c>, where the format is described: FontBlob) and <c>font.S</c>
/// includes it.</summary>
internal static unsafe class Font
{
    /// <summary>Pixels across a glyph.</summary>
    public const int CellWidth = 8;

    /// <summary>Lines of a glyph, one byte each, the most significant bit leftmost.</summary>
    public const int CellHeight = 16;

    private const uint Magic = 0x464F_4E45; // "ENOF", little-endian

    private static Range* s_ranges;
    private static byte* s_glyphs;
    private static byte* s_replacement;
    private static int s_rangeCount;

#pragma warning disable CS0649 // never assigned: they are read where the blob lies
    private struct Header
    {
        public uint Magic;
        public ushort Width;
        public ushort Height;
        public uint RangeCount;
        public uint GlyphCount;
        public uint Replacement;
    }

    private struct Range
    {
        public uint First;
        public uint Count;
        public uint Glyph;
    }
#pragma warning restore CS0649

    /// <summary>What is shown while there is no font: a box.</summary>
    private static ReadOnlySpan<byte> Box =>
        [0, 0, 0, 0x7E, 0x42, 0x42, 0x42, 0x42, 0x42, 0x42, 0x42, 0x42, 0x42, 0x7E, 0, 0];

    /// <summary>The address of the font that the image holds, for <see cref="Initialize"/>.</summary>
    [MethodImpl(MethodImplOptions.InternalCall), RuntimeImport("*", "enso_font")]
    public static extern byte* BuiltIn();

    /// <summary>Uses the font at an address. The build checked its contents; only the header is looked
    /// at.</summary>
    /// <returns>False when it is not a font of this size; every glyph is then a box.</returns>
    public static bool Initialize(byte* blob)
    {
        s_rangeCount = 0;
        s_replacement = null;
        // SAFETY: the blob begins with a header, and the header says how many ranges and glyphs follow it.
        Header* header = (Header*)blob;
        if (blob == null || header->Magic != Magic
            || header->Width != CellWidth || header->Height != CellHeight
            || header->Replacement >= header->GlyphCount)
        {
            return false;
        }
        s_ranges = (Range*)(blob + sizeof(Header));
        s_glyphs = (byte*)(s_ranges + header->RangeCount);
        s_replacement = s_glyphs + (header->Replacement * CellHeight);
        s_rangeCount = (int)header->RangeCount;
        return true;
    }

    /// <summary>The 16 lines of a character: of U+FFFD when the font lacks it, of a box when there is no
    /// font; never null.</summary>
    public static byte* Glyph(uint codePoint)
    {
        int low = 0;
        int high = s_rangeCount - 1;
        while (low <= high)
        {
            int middle = (low + high) >> 1;
            // SAFETY: middle is from 0 to below the number of ranges.
            Range* range = s_ranges + middle;
            if (codePoint < range->First)
            {
                high = middle - 1;
            }
            else if (codePoint - range->First >= range->Count)
            {
                low = middle + 1;
            }
            else
            {
                // SAFETY: the build gave every code point of a range a glyph in the blob.
                return s_glyphs + ((range->Glyph + codePoint - range->First) * CellHeight);
            }
        }
        // SAFETY: the box's bytes are in the image, which does not move.
        return s_replacement != null
            ? s_replacement
            : (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(Box));
    }
}
