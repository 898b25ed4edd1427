namespace Enso.Build.Fonts;

/// <summary>One glyph of a PF2 font: a bitmap and where it stands relative to the pen.</summary>
/// <param name="Width">Pixels across the bitmap.</param>
/// <param name="Height">Lines of the bitmap.</param>
/// <param name="OffsetX">Pixels from the pen to the bitmap's left edge.</param>
/// <param name="OffsetY">Lines from the baseline up to the bitmap's bottom edge; negative below it.</param>
/// <param name="Advance">Pixels that the pen moves: the width of the cell.</param>
/// <param name="Bits">The pixels, most significant bit first, line after line without padding between
/// them.</param>
internal sealed record Pf2Glyph(
    int Width, int Height, int OffsetX, int OffsetY, int Advance, ReadOnlyMemory<byte> Bits)
{
    /// <summary>Whether the pixel is set.</summary>
    public bool IsSet(int x, int y)
    {
        int bit = (y * Width) + x;
        return (Bits.Span[bit / 8] & (0x80 >> (bit % 8))) != 0;
    }
}
