namespace Enso.Machine.Console;

/// <summary>Draws cells on the screen's own memory, which it writes and never reads: reading a framebuffer
/// is many times slower than writing it. Two kinds: VGA text memory, and pixels of 32, 24, 16 or 15
/// bits.</summary>
internal static unsafe class ScreenPainter
{
    /// <summary>Columns of VGA text mode 3.</summary>
    public const int VgaColumns = 80;

    /// <summary>Rows of VGA text mode 3.</summary>
    public const int VgaRows = 25;

    private const int CursorTop = 13;
    private const int CursorBottom = 14;

    private static ScreenKind s_kind;
    private static byte* s_memory;
    private static uint s_pitch;
    private static uint s_pixelBytes;
    private static Palette s_palette;

    private struct Palette
    {
        public fixed uint Pixels[ScreenColour.Count];
    }

    /// <summary>What it draws on.</summary>
    public static ScreenKind Kind => s_kind;

    /// <summary>Draws on VGA text memory from now on.</summary>
    public static void UseVgaText(byte* memory)
    {
        s_memory = memory;
        s_kind = ScreenKind.VgaText;
    }

    /// <summary>Draws on a framebuffer from now on: <paramref name="columns"/> by <paramref name="rows"/>
    /// cells in its middle. All of it turns black.</summary>
    public static void UseFramebuffer(in FramebufferInfo info, byte* memory, int columns, int rows)
    {
        s_pitch = info.Pitch;
        s_pixelBytes = info.BytesPerPixel;
        for (uint colour = 0; colour < ScreenColour.Count; colour++)
        {
            // SAFETY: the palette has ScreenColour.Count pixels, and a cell's colours are masked to that.
            s_palette.Pixels[colour] = info.Pixel(ScreenColour.Rgb(colour));
        }
        // SAFETY: the caller gives memory for Height lines of Pitch bytes, and the format is usable.
        for (uint line = 0; line < info.Height; line++)
        {
            Blacken(memory + ((ulong)line * info.Pitch), info.Width * s_pixelBytes);
        }
        uint left = (info.Width - ((uint)columns * Font.CellWidth)) / 2;
        uint top = (info.Height - ((uint)rows * Font.CellHeight)) / 2;
        s_memory = memory + ((ulong)top * info.Pitch) + (left * s_pixelBytes);
        s_kind = ScreenKind.Framebuffer;
    }

    /// <summary>Draws on nothing from now on.</summary>
    public static void UseNothing() => s_kind = ScreenKind.None;

    /// <summary>Draws one cell. The caller keeps column and row inside the screen.</summary>
    public static void Paint(int column, int row, ScreenCell cell)
    {
        switch (s_kind)
        {
            case ScreenKind.VgaText:
                PaintVga(column, row, cell);
                break;
            case ScreenKind.Framebuffer:
                PaintPixels(column, row, cell);
                break;
        }
    }

    // One 16-bit store, so that the display never shows a character in another's colours.
    private static void PaintVga(int column, int row, ScreenCell cell)
    {
        uint attribute = (ScreenColour.ToVga(cell.Background) << 4) | ScreenColour.ToVga(cell.Foreground);
        // SAFETY: the text memory has VgaColumns by VgaRows cells of two bytes, and the caller stays inside.
        ((ushort*)s_memory)[(row * VgaColumns) + column] =
            (ushort)((attribute << 8) | ScreenCodePage.FromUnicode(cell.CodePoint));
    }

    private static void PaintPixels(int column, int row, ScreenCell cell)
    {
        uint foreground = s_palette.Pixels[cell.Foreground];
        uint background = s_palette.Pixels[cell.Background];
        // A cursor in the colour behind it could not be seen.
        uint cursor = cell.Foreground != cell.Background
            ? foreground
            : s_palette.Pixels[cell.Background ^ ScreenColour.Mask];
        byte* glyph = Font.Glyph(cell.CodePoint);
        // SAFETY: the caller keeps the cell inside the columns and rows that fit the framebuffer; a glyph has
        // Font.CellHeight bytes.
        byte* line = s_memory
            + ((ulong)row * Font.CellHeight * s_pitch)
            + ((ulong)column * Font.CellWidth * s_pixelBytes);
        for (int y = 0; y < Font.CellHeight; y++)
        {
            bool isCursor = cell.HasCursor && y is >= CursorTop and <= CursorBottom;
            uint bits = isCursor ? 0xFFu : glyph[y];
            PaintLine(line, bits, isCursor ? cursor : foreground, background);
            line += s_pitch;
        }
    }

    private static void PaintLine(byte* line, uint bits, uint foreground, uint background)
    {
        switch (s_pixelBytes)
        {
            case 4:
                PaintLine32(line, bits, foreground, background);
                break;
            case 3:
                PaintLine24(line, bits, foreground, background);
                break;
            default:
                PaintLine16(line, bits, foreground, background);
                break;
        }
    }

    // Two pixels a store; most lines of most characters are blank, and those are four equal stores.
    private static void PaintLine32(byte* line, uint bits, uint foreground, uint background)
    {
        // SAFETY: eight pixels of four bytes lie at line.
        ulong* pairs = (ulong*)line;
        ulong blank = Pair(background, background);
        if (bits == 0)
        {
            pairs[0] = blank;
            pairs[1] = blank;
            pairs[2] = blank;
            pairs[3] = blank;
            return;
        }
        for (int pair = 0; pair < Font.CellWidth / 2; pair++)
        {
            uint left = (bits & 0x80) != 0 ? foreground : background;
            uint right = (bits & 0x40) != 0 ? foreground : background;
            pairs[pair] = Pair(left, right);
            bits <<= 2;
        }
    }

    private static ulong Pair(uint left, uint right) => left | ((ulong)right << 32);

    private static void PaintLine24(byte* line, uint bits, uint foreground, uint background)
    {
        for (int x = 0; x < Font.CellWidth; x++)
        {
            uint pixel = (bits & 0x80) != 0 ? foreground : background;
            // SAFETY: eight pixels of three bytes lie at the line that the cell began with.
            line[0] = (byte)pixel;
            line[1] = (byte)(pixel >> 8);
            line[2] = (byte)(pixel >> 16);
            line += 3;
            bits <<= 1;
        }
    }

    private static void PaintLine16(byte* line, uint bits, uint foreground, uint background)
    {
        // SAFETY: eight pixels of two bytes lie at line.
        ushort* pixels = (ushort*)line;
        for (int x = 0; x < Font.CellWidth; x++)
        {
            pixels[x] = (ushort)((bits & 0x80) != 0 ? foreground : background);
            bits <<= 1;
        }
    }

    private static void Blacken(byte* line, uint length)
    {
        // SAFETY: the line has length bytes of pixels.
        uint index = 0;
        for (; index + sizeof(ulong) <= length; index += sizeof(ulong))
        {
            *(ulong*)(line + index) = 0;
        }
        for (; index < length; index++)
        {
            line[index] = 0;
        }
    }
}
