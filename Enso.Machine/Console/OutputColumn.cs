namespace Enso.Machine.Console;

/// <summary>Follows the column of a terminal's cursor from the text that is written to it, as well as one can who
/// does not know the terminal's width: control sequences count as long as they move within the row.</summary>
internal struct OutputColumn
{
    private const int TabWidth = 8;

    private AnsiParser _parser;

    /// <summary>The column, from 0.</summary>
    public int Value { get; private set; }

    /// <summary>Takes a byte that was written.</summary>
    public void Add(byte value)
    {
        switch (_parser.Feed(value))
        {
            case AnsiEvent.Text when (value & 0xC0) != 0x80:
                Value++;
                break;
            case AnsiEvent.Control:
                Value = value switch
                {
                    (byte)'\r' or (byte)'\n' => 0,
                    (byte)'\b' => Value > 0 ? Value - 1 : 0,
                    (byte)'\t' => (Value / TabWidth * TabWidth) + TabWidth,
                    _ => Value,
                };
                break;
            case AnsiEvent.Sequence when _parser.Private == 0:
                Move();
                break;
        }
    }

    private void Move()
    {
        int first = _parser.Parameter(0, 1);
        Value = _parser.Final switch
        {
            (byte)'C' => Value + first,
            (byte)'D' => Value > first ? Value - first : 0,
            (byte)'E' or (byte)'F' => 0,
            (byte)'G' => first - 1,
            (byte)'H' or (byte)'f' => _parser.Parameter(1, 1) - 1,
            _ => Value,
        };
    }
}
