using System.Text;

namespace Enso.Kernel.Shell;

/// <summary>A table with a header, columns aligned, numbers to the right.</summary>
/// <remarks>A column is of numbers when each of its cells is a number, with a unit if it has one (<c>12</c>,
/// <c>-3.5</c>, <c>1,024 KiB</c>, <c>40%</c>), empty, or a dash, and at least one is a number.
/// </remarks>
/// <param name="header">The titles of the columns.</param>
public sealed class Table(params string[] header)
{
    private const int Gap = 2;
    private readonly List<string[]> _rows = [];

    /// <summary>How many columns there are.</summary>
    public int Columns => header.Length;

    /// <summary>How many rows there are, the header not counted.</summary>
    public int Count => _rows.Count;

    /// <summary>Adds a row.</summary>
    /// <param name="cells">As many cells as there are columns.</param>
    /// <returns>This table.</returns>
    /// <exception cref="ArgumentException">The number of cells is another one.</exception>
    public Table Add(params string[] cells)
    {
        if (cells.Length != header.Length)
        {
            throw new ArgumentException($"{header.Length} columns, {cells.Length} cells", nameof(cells));
        }

        _rows.Add(cells);
        return this;
    }

    /// <summary>The lines of the table, each ended by a line feed, none by blanks.</summary>
    public override string ToString()
    {
        int[] widths = new int[header.Length];
        bool[] isNumeric = new bool[header.Length];
        for (int column = 0; column < header.Length; column++)
        {
            widths[column] = CellWidth.Of(header[column]);
            bool hasNumber = false;
            bool hasText = false;
            foreach (string[] row in _rows)
            {
                widths[column] = Math.Max(widths[column], CellWidth.Of(row[column]));
                hasNumber |= IsNumber(row[column]);
                hasText |= !IsNumber(row[column]) && row[column] is not ("" or "-");
            }

            isNumeric[column] = hasNumber && !hasText;
        }

        StringBuilder text = new();
        AppendRow(text, header, widths, isNumeric);
        foreach (string[] row in _rows)
        {
            AppendRow(text, row, widths, isNumeric);
        }

        return text.ToString();
    }

    private static void AppendRow(StringBuilder text, string[] cells, int[] widths, bool[] isNumeric)
    {
        StringBuilder line = new();
        for (int column = 0; column < cells.Length; column++)
        {
            int padding = widths[column] - CellWidth.Of(cells[column]);
            line.Append(' ', isNumeric[column] ? padding : 0);
            line.Append(cells[column]);
            line.Append(' ', (isNumeric[column] ? 0 : padding) + Gap);
        }

        text.Append(line.ToString().AsSpan().TrimEnd(' ')).Append('\n');
    }

    private static bool IsNumber(ReadOnlySpan<char> cell)
    {
        if (!cell.IsEmpty && (cell[0] is '-' or '+'))
        {
            cell = cell[1..];
        }

        if (cell.IsEmpty || !char.IsAsciiDigit(cell[0]))
        {
            return false;
        }

        cell = cell.TrimStart("0123456789.,_");
        return cell.IsEmpty || cell is "%" || cell[0] == ' ' && !cell[1..].ContainsAnyInRange('0', '9')
            && !cell[1..].Contains(' ');
    }
}
