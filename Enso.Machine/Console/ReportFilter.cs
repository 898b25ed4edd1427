namespace Enso.Machine.Console;

/// <summary>Finds a cursor position report (ECMA-48 CPR: <c>ESC [ row ; column R</c>) among the bytes that a
/// terminal sends. What may become one is held back until it is clear.</summary>
/// <remarks>All zeros is its state at rest. Shift-F3 of some terminals looks the same as a report from the first row,
/// so it is used only while a report is expected.</remarks>
internal unsafe struct ReportFilter
{
    /// <summary>Bytes that are held at most.</summary>
    public const int Capacity = 16;

    /// <summary>The largest row or column; a larger one counts as this.</summary>
    public const int Largest = 9999;

    private const byte Escape = 0x1B;

    private fixed byte _held[Capacity];
    private int _count;
    private int _separator;

    /// <summary>The last report's row, from 1.</summary>
    public int Row { get; private set; }

    /// <summary>The last report's column, from 1.</summary>
    public int Column { get; private set; }

    /// <summary>Takes the next byte.</summary>
    /// <param name="value">The byte.</param>
    /// <param name="released">Takes the bytes that turned out to be something else, at most
    /// <see cref="Capacity"/>, this one among them unless it is held.</param>
    /// <param name="count">How many those are.</param>
    /// <returns>Whether a report is complete; its bytes are gone.</returns>
    public bool Feed(byte value, byte* released, out int count)
    {
        count = 0;
        if (value == Escape)
        {
            count = Release(released);
            Hold(value);
            return false;
        }
        if (value == 'R' && _separator != 0 && _count > _separator + 1)
        {
            Row = Number(2, _separator);
            Column = Number(_separator + 1, _count);
            _count = 0;
            _separator = 0;
            return true;
        }
        if (!Fits(value))
        {
            count = Release(released);
            released[count++] = value;
            return false;
        }
        if (value == ';')
        {
            _separator = _count;
        }
        Hold(value);
        return false;
    }

    /// <summary>Gives up what is held.</summary>
    /// <param name="released">Room for <see cref="Capacity"/> bytes.</param>
    /// <returns>How many bytes there were.</returns>
    public int Release(byte* released)
    {
        int count = _count;
        for (int i = 0; i < count; i++)
        {
            released[i] = _held[i];
        }
        _count = 0;
        _separator = 0;
        return count;
    }

    private readonly bool Fits(byte value)
    {
        if (_count is 0 or >= Capacity - 1)
        {
            return false;
        }
        if (_count == 1)
        {
            return value == '[';
        }
        bool isDigit = value is >= (byte)'0' and <= (byte)'9';
        return isDigit || (value == ';' && _separator == 0 && _count > 2);
    }

    private void Hold(byte value) => _held[_count++] = value;

    private readonly int Number(int from, int end)
    {
        int number = 0;
        for (int i = from; i < end; i++)
        {
            number = (number * 10) + _held[i] - '0';
            number = number > Largest ? Largest : number;
        }
        return number;
    }
}
