namespace Enso.Machine.Console;

/// <summary>The shadow of the screen: what each cell should show, and what was last painted there. Painting
/// walks the rows that changed and draws only the cells that differ, so the screen's own memory is never
/// read and text that scrolls onto its like costs a comparison.</summary>
/// <remarks>The wanted rows are a ring: scrolling moves its first row, not the cells. A panic may interrupt
/// any of these methods at any instruction and write from there, so no order of events may lead outside the
/// grid: the row and column of every access are checked against the grid's own size.</remarks>
internal static unsafe class ScreenCells
{
    private const int NoRow = -1;

    private static ScreenGrid s_wanted;
    private static ScreenGrid s_painted;
    private static int s_columns;
    private static int s_rows;
    private static int s_top;
    private static int s_firstDirty;
    private static int s_endDirty;
    private static int s_paintedCursorRow;

    /// <summary>Columns in use.</summary>
    public static int Columns => s_columns;

    /// <summary>Rows in use.</summary>
    public static int Rows => s_rows;

    /// <summary>Sets the size, within the grid's, and blanks every cell.</summary>
    public static void Reset(int columns, int rows, ScreenCell blank)
    {
        // First, so that the ring's first row is never beyond the rows.
        s_top = 0;
        s_columns = columns < ScreenGrid.MaximumColumns ? columns : ScreenGrid.MaximumColumns;
        s_rows = rows < ScreenGrid.MaximumRows ? rows : ScreenGrid.MaximumRows;
        s_paintedCursorRow = NoRow;
        for (int row = 0; row < s_rows; row++)
        {
            Erase(row, 0, s_columns, blank);
        }
        Invalidate();
    }

    /// <summary>Forgets what was painted: everything is painted again.</summary>
    public static void Invalidate()
    {
        // SAFETY: every cell of the grid and no more.
        for (int i = 0; i < ScreenGrid.MaximumColumns * ScreenGrid.MaximumRows; i++)
        {
            s_painted.Cells[i] = ScreenCell.Unknown;
        }
        MarkAll();
    }

    /// <summary>What a cell should show; a blank outside the screen.</summary>
    public static ScreenCell Get(int column, int row) =>
        IsInside(column, row) ? new ScreenCell(s_wanted.Cells[Index(column, row)]) : default;

    /// <summary>Sets what a cell should show; outside the screen nothing happens.</summary>
    public static void Set(int column, int row, ScreenCell cell)
    {
        if (!IsInside(column, row))
        {
            return;
        }
        // SAFETY: a cell inside the screen is inside the grid, which is never smaller.
        int index = Index(column, row);
        if (s_wanted.Cells[index] != cell.Bits)
        {
            s_wanted.Cells[index] = cell.Bits;
            Mark(row);
        }
    }

    /// <summary>Sets the cells of a row from one column up to, not including, another.</summary>
    public static void Erase(int row, int column, int end, ScreenCell blank)
    {
        for (; column < end; column++)
        {
            Set(column, row, blank);
        }
    }

    /// <summary>Moves every row up by one; the top one is lost and the bottom one is blank.</summary>
    public static void Scroll(ScreenCell blank)
    {
        MarkAll();
        int top = s_top + 1;
        s_top = top < s_rows ? top : 0;
        Erase(s_rows - 1, 0, s_columns, blank);
    }

    /// <summary>Draws the cells that are not as they should be. The cursor is shown in the given cell; a row
    /// outside the screen hides it.</summary>
    public static void Paint(int cursorColumn, int cursorRow)
    {
        Mark(s_paintedCursorRow);
        Mark(cursorRow);
        int end = s_endDirty;
        for (int row = s_firstDirty; row < end; row++)
        {
            PaintRow(row, row == cursorRow ? cursorColumn : -1);
        }
        s_paintedCursorRow = cursorRow;
        s_firstDirty = s_rows;
        s_endDirty = 0;
    }

    private static void PaintRow(int row, int cursorColumn)
    {
        if (!IsInside(0, row))
        {
            return;
        }
        // SAFETY: the row is inside the screen, and so are the columns below; the grid is never smaller.
        int wanted = Index(0, row);
        int painted = row * ScreenGrid.MaximumColumns;
        for (int column = 0; column < s_columns; column++)
        {
            uint bits = s_wanted.Cells[wanted + column];
            if (column == cursorColumn)
            {
                bits |= ScreenCell.CursorBit;
            }
            if (bits != s_painted.Cells[painted + column])
            {
                ScreenPainter.Paint(column, row, new ScreenCell(bits));
                s_painted.Cells[painted + column] = bits;
            }
        }
    }

    private static bool IsInside(int column, int row) =>
        (uint)column < (uint)s_columns && (uint)row < (uint)s_rows;

    private static int Index(int column, int row)
    {
        int physical = s_top + row;
        if (physical >= s_rows)
        {
            physical -= s_rows;
        }
        return (physical * ScreenGrid.MaximumColumns) + column;
    }

    private static void Mark(int row)
    {
        if ((uint)row >= (uint)s_rows)
        {
            return;
        }
        if (row < s_firstDirty)
        {
            s_firstDirty = row;
        }
        if (row >= s_endDirty)
        {
            s_endDirty = row + 1;
        }
    }

    private static void MarkAll()
    {
        s_firstDirty = 0;
        s_endDirty = s_rows;
    }
}
