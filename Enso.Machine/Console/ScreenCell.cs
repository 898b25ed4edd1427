namespace Enso.Machine.Console;

/// <summary>One character cell in 29 bits: the code point (bits 0-20), the foreground (21-24) and the
/// background (25-28), colours in the order of ECMA-48's SGR (see <see cref="ScreenColour"/>). Bit 29 marks
/// the cell that the cursor is drawn in.</summary>
internal readonly struct ScreenCell
{
    /// <summary>The mark of the cell that shows the cursor.</summary>
    public const uint CursorBit = 1u << 29;

    /// <summary>Bits that no cell has: what a painted cell holds when nobody knows what is on the
    /// glass.</summary>
    public const uint Unknown = uint.MaxValue;

    private const uint CodePointMask = 0x1F_FFFF;
    private const int ForegroundShift = 21;
    private const int BackgroundShift = 25;

    /// <summary>The packed bits.</summary>
    public readonly uint Bits;

    /// <summary>A cell from its packed bits.</summary>
    public ScreenCell(uint bits) => Bits = bits;

    /// <summary>A cell from its parts. A blank shows no foreground, so it always has the same one: two blanks
    /// that look the same are equal, and are not painted again.</summary>
    public ScreenCell(uint codePoint, uint foreground, uint background)
    {
        if (codePoint == ' ')
        {
            foreground = ScreenColour.White;
        }
        Bits = (codePoint & CodePointMask)
            | ((foreground & ScreenColour.Mask) << ForegroundShift)
            | ((background & ScreenColour.Mask) << BackgroundShift);
    }

    /// <summary>The Unicode code point.</summary>
    public uint CodePoint => Bits & CodePointMask;

    /// <summary>The colour of the character, 0 to 15.</summary>
    public uint Foreground => (Bits >> ForegroundShift) & ScreenColour.Mask;

    /// <summary>The colour behind it, 0 to 15.</summary>
    public uint Background => (Bits >> BackgroundShift) & ScreenColour.Mask;

    /// <summary>Whether the cursor is drawn here.</summary>
    public bool HasCursor => (Bits & CursorBit) != 0;
}
