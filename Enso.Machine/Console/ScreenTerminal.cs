namespace Enso.Machine.Console;

/// <summary>The terminal's behaviour: the cursor, the pen, and what control characters and sequences do to
/// the cells. It follows the VT100 where that has the function:
/// <list type="bullet">
/// <item>BS, TAB (every 8 columns), CR; LF, VT and FF begin a new line (ECMA-48's LNM is set, for output
/// that did not pass a terminal driver).</item>
/// <item><c>CSI</c> A B C D E F G H d f: moves; J and K: erasing, in the pen's background; m: the pen; s
/// and u: save and restore; <c>?25</c> h and l: cursor visibility.</item>
/// <item><c>ESC</c> 7 and 8: save and restore; c: reset.</item>
/// <item>The last column wraps when the next character comes, not before.</item>
/// </list>
/// Every other sequence has no effect. A character takes one cell; combining marks and other characters
/// without width are dropped.</summary>
internal static class ScreenTerminal
{
    private const int TabWidth = 8;
    private const int CursorMode = 25;

    private static int s_column;
    private static int s_row;
    private static bool s_isWrapPending;
    private static bool s_isCursorHidden;
    private static ScreenPen s_pen;
    private static int s_savedColumn;
    private static int s_savedRow;
    private static ScreenPen s_savedPen;

    /// <summary>The cursor's column, from 0.</summary>
    public static int Column => s_column;

    /// <summary>The cursor's row, from 0.</summary>
    public static int Row => s_row;

    /// <summary>Whether the cursor is to be shown.</summary>
    public static bool IsCursorVisible => !s_isCursorHidden;

    /// <summary>A blank screen of the given size in the colours of the start.</summary>
    public static void Reset(int columns, int rows)
    {
        s_pen = new ScreenPen(ScreenColour.White, ScreenColour.Black);
        s_isCursorHidden = false;
        ScreenCells.Reset(columns, rows, s_pen.Blank());
        MoveTo(0, 0);
        Save();
    }

    /// <summary>Blanks the screen and moves the cursor to the top left.</summary>
    public static void Clear()
    {
        EraseRows(0, ScreenCells.Rows);
        MoveTo(0, 0);
    }

    /// <summary>White on red from here on, on a fresh line.</summary>
    public static void ResetForPanic()
    {
        s_pen = new ScreenPen(ScreenColour.BrightWhite, ScreenColour.Red);
        // A panic may have interrupted a move half way.
        MoveTo(s_column, s_row);
        if (s_column != 0)
        {
            NewLine();
        }
        Save();
    }

    /// <summary>Shows one character at the cursor and moves on.</summary>
    public static void Put(uint codePoint)
    {
        if (HasNoWidth(codePoint))
        {
            return;
        }
        if (s_isWrapPending)
        {
            NewLine();
        }
        ScreenCells.Set(s_column, s_row, s_pen.Cell(codePoint));
        if (s_column + 1 < ScreenCells.Columns)
        {
            s_column++;
        }
        else
        {
            s_isWrapPending = true;
        }
    }

    /// <summary>Carries out a control character; the others do nothing.</summary>
    public static void Control(byte value)
    {
        switch (value)
        {
            case (byte)'\b':
                MoveTo(s_column - 1, s_row);
                break;
            case (byte)'\t':
                MoveTo((s_column / TabWidth * TabWidth) + TabWidth, s_row);
                break;
            case (byte)'\n':
            case (byte)'\v':
            case (byte)'\f':
                NewLine();
                break;
            case (byte)'\r':
                MoveTo(0, s_row);
                break;
        }
    }

    /// <summary>Carries out a two-character escape.</summary>
    public static void Escape(byte final)
    {
        switch (final)
        {
            case (byte)'7':
                Save();
                break;
            case (byte)'8':
                Restore();
                break;
            case (byte)'c':
                s_pen.Reset();
                s_isCursorHidden = false;
                Clear();
                break;
        }
    }

    /// <summary>Carries out the control sequence that the parser has just completed.</summary>
    public static void Sequence(ref AnsiParser parser)
    {
        if (parser.Private != 0)
        {
            SetMode(ref parser);
            return;
        }
        int count = parser.Parameter(0, 1);
        switch (parser.Final)
        {
            case (byte)'A':
                MoveTo(s_column, s_row - count);
                break;
            case (byte)'B':
                MoveTo(s_column, s_row + count);
                break;
            case (byte)'C':
                MoveTo(s_column + count, s_row);
                break;
            case (byte)'D':
                MoveTo(s_column - count, s_row);
                break;
            case (byte)'E':
                MoveTo(0, s_row + count);
                break;
            case (byte)'F':
                MoveTo(0, s_row - count);
                break;
            case (byte)'G':
                MoveTo(count - 1, s_row);
                break;
            case (byte)'d':
                MoveTo(s_column, count - 1);
                break;
            case (byte)'H':
            case (byte)'f':
                MoveTo(parser.Parameter(1, 1) - 1, count - 1);
                break;
            case (byte)'J':
                EraseInDisplay(parser.Parameter(0, 0));
                break;
            case (byte)'K':
                EraseInLine(parser.Parameter(0, 0));
                break;
            case (byte)'m':
                s_pen.Apply(ref parser);
                break;
            case (byte)'s':
                Save();
                break;
            case (byte)'u':
                Restore();
                break;
        }
    }

    private static void SetMode(ref AnsiParser parser)
    {
        bool isSet = parser.Final == 'h';
        if (parser.Private != '?' || (!isSet && parser.Final != 'l'))
        {
            return;
        }
        for (int i = 0; i < parser.Count; i++)
        {
            if (parser.Parameter(i, 0) == CursorMode)
            {
                s_isCursorHidden = !isSet;
            }
        }
    }

    private static void EraseInDisplay(int which)
    {
        switch (which)
        {
            case 0:
                EraseInLine(0);
                EraseRows(s_row + 1, ScreenCells.Rows);
                break;
            case 1:
                EraseRows(0, s_row);
                EraseInLine(1);
                break;
            case 2:
            case 3:
                EraseRows(0, ScreenCells.Rows);
                break;
        }
        s_isWrapPending = false;
    }

    private static void EraseInLine(int which)
    {
        int from = which == 0 ? s_column : 0;
        int end = which == 1 ? s_column + 1 : ScreenCells.Columns;
        if (which <= 2)
        {
            ScreenCells.Erase(s_row, from, end, s_pen.Blank());
        }
        s_isWrapPending = false;
    }

    private static void EraseRows(int from, int end)
    {
        for (int row = from; row < end; row++)
        {
            ScreenCells.Erase(row, 0, ScreenCells.Columns, s_pen.Blank());
        }
    }

    private static void NewLine()
    {
        s_isWrapPending = false;
        s_column = 0;
        if (s_row + 1 < ScreenCells.Rows)
        {
            s_row++;
        }
        else
        {
            ScreenCells.Scroll(s_pen.Blank());
        }
    }

    private static void MoveTo(int column, int row)
    {
        s_isWrapPending = false;
        s_column = Clamp(column, ScreenCells.Columns - 1);
        s_row = Clamp(row, ScreenCells.Rows - 1);
    }

    private static void Save()
    {
        s_savedColumn = s_column;
        s_savedRow = s_row;
        s_savedPen = s_pen;
    }

    private static void Restore()
    {
        MoveTo(s_savedColumn, s_savedRow);
        s_pen = s_savedPen;
    }

    private static int Clamp(int value, int most)
    {
        int least = value > 0 ? value : 0;
        return least < most ? least : most;
    }

    /// <summary>C1 controls, combining marks, joiners, direction marks and variation selectors.</summary>
    private static bool HasNoWidth(uint codePoint) =>
        codePoint is (>= 0x7F and <= 0x9F) or (>= 0x300 and <= 0x36F) or (>= 0x200B and <= 0x200F)
            or (>= 0x202A and <= 0x202E) or (>= 0x2060 and <= 0x2064) or (>= 0xFE00 and <= 0xFE0F) or 0xFEFF;
}
