namespace Enso.Machine.Console;

/// <summary>The text console on VGA text memory or on a linear framebuffer: UTF-8 and the part of VT100 and
/// ECMA-48 that <see cref="ScreenTerminal"/> lists. Before something is attached, what is written goes
/// nowhere.</summary>
/// <remarks>Nothing here locks: the caller holds the output lock, or is a panic with the other cores
/// stopped. No port is touched except for the hardware cursor of VGA text mode.</remarks>
internal static unsafe class Screen
{
    private const int NoCursor = -1;

    private static AnsiParser s_parser;
    private static Utf8Decoder s_decoder;
    private static bool s_hasHardwareCursor;
    private static int s_hardwareCursor;

    /// <summary>What the screen is drawn on.</summary>
    public static ScreenKind Kind => ScreenPainter.Kind;

    /// <summary>Characters in a row; 0 while nothing is attached.</summary>
    public static int Columns => Kind == ScreenKind.None ? 0 : ScreenCells.Columns;

    /// <summary>Rows of characters; 0 while nothing is attached.</summary>
    public static int Rows => Kind == ScreenKind.None ? 0 : ScreenCells.Rows;

    /// <summary>Draws on VGA text memory, mapped at <paramref name="memory"/>. Attached again (at another
    /// address) it keeps its contents.</summary>
    /// <param name="memory">80 by 25 cells of two bytes.</param>
    /// <param name="isHardware">Whether there is a VGA behind the memory, whose cursor and blink bit to
    /// set.</param>
    public static void AttachVgaText(byte* memory, bool isHardware)
    {
        bool isSame = Kind == ScreenKind.VgaText;
        s_hasHardwareCursor = isHardware;
        s_hardwareCursor = NoCursor - 1;
        if (isHardware)
        {
            VgaRegisters.DisableBlink();
        }
        ScreenPainter.UseVgaText(memory);
        Show(isSame, ScreenPainter.VgaColumns, ScreenPainter.VgaRows);
    }

    /// <summary>Draws on a framebuffer, mapped at <paramref name="memory"/>; one larger than the grid is
    /// used in its middle. Attached again with the same size (at another address) it keeps its
    /// contents.</summary>
    /// <returns>False, and nothing is attached, when the format is not one that can be drawn on.</returns>
    public static bool AttachFramebuffer(in FramebufferInfo info, byte* memory)
    {
        if (!info.IsUsable)
        {
            ScreenPainter.UseNothing();
            return false;
        }
        int columns = Smaller(info.Width / Font.CellWidth, ScreenGrid.MaximumColumns);
        int rows = Smaller(info.Height / Font.CellHeight, ScreenGrid.MaximumRows);
        bool isSame = Kind == ScreenKind.Framebuffer && columns == Columns && rows == Rows;
        s_hasHardwareCursor = false;
        ScreenPainter.UseFramebuffer(info, memory, columns, rows);
        Show(isSame, columns, rows);
        return true;
    }

    /// <summary>Draws on nothing from now on.</summary>
    public static void Detach() => ScreenPainter.UseNothing();

    /// <summary>Writes UTF-8 text with control sequences, then paints what changed. A character or sequence
    /// may be split between two calls.</summary>
    public static void Write(byte* text, ulong count)
    {
        if (Kind == ScreenKind.None)
        {
            return;
        }
        for (ulong i = 0; i < count; i++)
        {
            // SAFETY: the caller gives count bytes.
            Accept(text[i]);
        }
        Paint();
    }

    /// <summary>Blanks the screen and moves the cursor to the top left; the colours stay.</summary>
    public static void Clear()
    {
        if (Kind == ScreenKind.None)
        {
            return;
        }
        ScreenTerminal.Clear();
        Paint();
    }

    /// <summary>Makes the screen fit for a panic's report: drops a half-read sequence or character, starts
    /// a fresh line, and makes white on red the colours that everything from now on returns to.</summary>
    public static void ResetForPanic()
    {
        s_parser.Reset();
        s_decoder.Abandon();
        if (Kind == ScreenKind.None)
        {
            return;
        }
        ScreenTerminal.ResetForPanic();
        ScreenCells.Invalidate();
        Paint();
    }

    /// <summary>What a cell shows, for tests.</summary>
    internal static ScreenCell CellAt(int column, int row) => ScreenCells.Get(column, row);

    private static void Show(bool keepContents, int columns, int rows)
    {
        if (keepContents)
        {
            ScreenCells.Invalidate();
        }
        else
        {
            s_parser.Reset();
            s_decoder.Abandon();
            ScreenTerminal.Reset(columns, rows);
        }
        Paint();
    }

    private static void Accept(byte value)
    {
        AnsiEvent kind = s_parser.Feed(value);
        if (kind == AnsiEvent.Text)
        {
            AcceptText(value);
            return;
        }
        if (s_decoder.Abandon())
        {
            ScreenTerminal.Put(Utf8Decoder.Replacement);
        }
        switch (kind)
        {
            case AnsiEvent.Control:
                ScreenTerminal.Control(value);
                break;
            case AnsiEvent.Escape:
                ScreenTerminal.Escape(s_parser.Final);
                break;
            case AnsiEvent.Sequence:
                ScreenTerminal.Sequence(ref s_parser);
                break;
        }
    }

    private static void AcceptText(byte value)
    {
        Utf8Step step = s_decoder.Feed(value, out uint codePoint);
        if (step == Utf8Step.Interrupted)
        {
            ScreenTerminal.Put(codePoint);
            // An interrupted decoder is at rest, so the byte is taken this time.
            step = s_decoder.Feed(value, out codePoint);
        }
        if (step == Utf8Step.Character)
        {
            ScreenTerminal.Put(codePoint);
        }
    }

    private static void Paint()
    {
        bool isPixels = Kind == ScreenKind.Framebuffer;
        bool isVisible = ScreenTerminal.IsCursorVisible;
        ScreenCells.Paint(ScreenTerminal.Column, isPixels && isVisible ? ScreenTerminal.Row : NoCursor);
        if (s_hasHardwareCursor)
        {
            MoveHardwareCursor(isVisible
                ? (ScreenTerminal.Row * ScreenPainter.VgaColumns) + ScreenTerminal.Column
                : NoCursor);
        }
    }

    private static void MoveHardwareCursor(int cell)
    {
        if (cell == s_hardwareCursor)
        {
            return;
        }
        s_hardwareCursor = cell;
        if (cell == NoCursor)
        {
            VgaRegisters.HideCursor();
        }
        else
        {
            VgaRegisters.ShowCursor(cell);
        }
    }

    private static int Smaller(uint value, int limit) => value < (uint)limit ? (int)value : limit;
}
