using System.Globalization;
using System.Text;
using Enso.Kernel.Shell;
using NUnit.Framework;

namespace Enso.Tests.Shell;

/// <summary>
/// A screen that understands what the shell writes: text with deferred wrapping as xterm does it, CR, LF, BS,
/// the control sequences A to D, H, J, K and m, and operating system commands, which it collects.
/// </summary>
/// <param name="columns">Cells of a row.</param>
/// <param name="rows">Rows.</param>
/// <param name="wrapsAtOnce">Whether the cursor leaves the last column as soon as it is filled.</param>
internal sealed class ScreenModel(int columns, int rows, bool wrapsAtOnce = false)
{
    /// <summary>The second cell of a wide character.</summary>
    private const string Covered = "";

    private readonly List<string[]> _cells = [.. Enumerable.Range(0, rows).Select(_ => BlankRow(columns))];
    private int _column;

    // The cell that a combining mark would join; none once the cursor was moved.
    private string[]? _lastRow;
    private int _lastCell;

    /// <summary>The operating system commands, without ESC ] and BEL.</summary>
    public List<string> Commands { get; } = [];

    public int Bells { get; private set; }

    public int Row { get; private set; }

    /// <summary>The cursor's column; in the last one while a wrap is pending.</summary>
    public int Column => Math.Min(_column, columns - 1);

    /// <summary>What the rows show, blanks at their ends and blank rows at the end left off.</summary>
    public string Text => string.Join('\n', _cells.Select(row => string.Concat(row).TrimEnd())).TrimEnd('\n');

    public void Write(string output)
    {
        ReadOnlySpan<char> rest = output;
        while (!rest.IsEmpty)
        {
            int escape = EscapeSequence.LengthAt(rest);
            if (escape > 0)
            {
                Interpret(rest[..escape]);
                rest = rest[escape..];
                continue;
            }

            Rune.DecodeFromUtf16(rest, out Rune rune, out int consumed);
            rest = rest[consumed..];
            Put(rune);
        }
    }

    private static string[] BlankRow(int columns) => [.. Enumerable.Repeat(" ", columns)];

    private void Put(Rune rune)
    {
        switch (rune.Value)
        {
            case '\a':
                Bells++;
                return;
            case '\b':
                _lastRow = null;
                _column = Math.Max(Column - 1, 0);
                return;
            case '\r':
                _lastRow = null;
                _column = 0;
                return;
            case '\n':
                _lastRow = null;
                LineFeed();
                return;
            case < 0x20 or 0x7F:
                throw new AssertionException($"control character {rune.Value:X2} on the screen");
        }

        int width = CellWidth.Of(rune);
        if (width == 0)
        {
            Assert.That(_lastRow, Is.Not.Null, "a combining mark does not follow its character at once");
            _lastRow![_lastCell] += rune.ToString();
            return;
        }

        // A wide character does not wrap by itself here: the display must see to it.
        Assert.That(width == 1 || _column != columns - 1, "a wide character crosses the right margin");
        if (_column == columns)
        {
            _column = 0;
            LineFeed();
        }

        _lastRow = _cells[Row];
        _lastCell = _column;
        _lastRow[_column] = rune.ToString();
        if (width == 2)
        {
            _lastRow[_column + 1] = Covered;
        }

        _column += width;
        if (wrapsAtOnce && _column == columns)
        {
            _column = 0;
            LineFeed();
        }
    }

    private void LineFeed()
    {
        if (Row + 1 < rows)
        {
            Row++;
            return;
        }

        _cells.RemoveAt(0);
        _cells.Add(BlankRow(columns));
    }

    private void Interpret(ReadOnlySpan<char> sequence)
    {
        if (sequence[1] == ']')
        {
            Commands.Add(sequence[2..^1].ToString());
            return;
        }

        Assert.That(sequence[1], Is.EqualTo('['));
        _lastRow = null;
        string parameters = sequence[2..^1].ToString();
        int count = parameters.Length == 0 || parameters.Contains(';')
            ? 1
            : int.Parse(parameters, CultureInfo.InvariantCulture);
        switch (sequence[^1])
        {
            case 'A':
                Row = Math.Max(Row - count, 0);
                _column = Column;
                break;
            case 'B':
                Row = Math.Min(Row + count, rows - 1);
                _column = Column;
                break;
            case 'C':
                _column = Math.Min(Column + count, columns - 1);
                break;
            case 'D':
                _column = Math.Max(Column - count, 0);
                break;
            case 'H':
                Row = 0;
                _column = 0;
                break;
            case 'J' when parameters is "" or "2":
                Erase(parameters == "2" ? 0 : Row, parameters == "2" ? 0 : Column);
                break;
            case 'm':
                break;
            default:
                throw new AssertionException($"the screen does not know ESC {sequence[1..].ToString()}");
        }
    }

    private void Erase(int row, int column)
    {
        for (; row < rows; row++, column = 0)
        {
            Array.Fill(_cells[row], " ", column, columns - column);
        }
    }
}
