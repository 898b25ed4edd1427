using System.Globalization;
using System.Text;
using Enso.Tool.Emulation;

namespace Enso.Tool.Terminal;

/// <summary>Takes apart what a program's image writes to the serial line: what came before the program, its standard
/// output and its standard error, byte by byte as it wrote them, and its status.</summary>
/// <param name="output">Where standard output goes.</param>
/// <param name="error">Where standard error and the kernel's messages go.</param>
public sealed class ProgramOutput(Stream output, Stream error)
{
    private const byte Escape = 0x1B;
    private const byte Bell = 0x07;

    // What the kernel writes of its own (Enso.Machine: ProgramEnd, Output), '#' standing for a number.
    private const string StartMark = "\x1b]133;C\a";
    private const string EndMark = "\x1b]133;D;#\a";
    private const string StreamMark = "\x1b]5379;#\a";
    private const int ErrorStream = 2;
    private const int MaximumDigits = 3;

    private static readonly string[] s_marks = [StartMark, EndMark, StreamMark];

    private readonly MemoryStream _before = new();

    // The line of messages, or of what came before the program, that is being written.
    private readonly StringBuilder _line = new();

    // The beginning of a mark, or a carriage return that may belong to a line feed.
    private readonly List<byte> _held = [];

    // The end mark as it came: when anything follows it, the program itself wrote it.
    private byte[] _end = [];
    private bool _hasStarted;
    private bool _isError;

    /// <summary>What came before the program started: firmware, boot loader, the kernel's own messages.</summary>
    public string Before => Encoding.UTF8.GetString(_before.ToArray());

    /// <summary>Whether the program has started.</summary>
    public bool HasStarted => _hasStarted;

    /// <summary>The program's status; null while nothing says that it has ended.</summary>
    public int? Status { get; private set; }

    /// <summary>Whether the kernel has said that it halted.</summary>
    public bool HasHalted { get; private set; }

    /// <summary>Takes the next bytes of the line.</summary>
    /// <param name="bytes">The bytes.</param>
    public void Feed(ReadOnlySpan<byte> bytes)
    {
        foreach (byte value in bytes)
        {
            Take(value);
        }

        output.Flush();
        error.Flush();
    }

    /// <summary>No more will come: what was held back is passed on.</summary>
    public void Complete()
    {
        Release();
        output.Flush();
        error.Flush();
    }

    private void Take(byte value)
    {
        if (_held.Count == 0)
        {
            if (value is Escape or (byte)'\r')
            {
                _held.Add(value);
            }
            else
            {
                Emit(value);
            }

            return;
        }

        if (_held[0] == '\r')
        {
            _held.Clear();
            if (value != '\n')
            {
                Emit((byte)'\r');
            }

            Take(value);
            return;
        }

        _held.Add(value);
        if (Array.Find(s_marks, mark => Matches(mark)) is { } found)
        {
            if (value == Bell)
            {
                Accept(found);
            }

            return;
        }

        _held.RemoveAt(_held.Count - 1);
        Release();
        Take(value);
    }

    // Whether what is held is this mark, or begins as it does.
    private bool Matches(string mark)
    {
        int number = mark.IndexOf('#', StringComparison.Ordinal);
        int literal = number < 0 ? mark.Length : number;
        for (int i = 0; i < Math.Min(literal, _held.Count); i++)
        {
            if (_held[i] != mark[i])
            {
                return false;
            }
        }

        if (number < 0 || _held.Count <= literal)
        {
            return _held.Count <= mark.Length;
        }

        int digits = _held.Count - literal - (_held[^1] == Bell ? 1 : 0);
        return digits is > 0 and <= MaximumDigits
            && _held.Skip(literal).Take(digits).All(value => char.IsAsciiDigit((char)value));
    }

    private void Accept(string mark)
    {
        byte[] text = [.. _held];
        _held.Clear();
        int number = mark.Contains('#', StringComparison.Ordinal) ? Number(text) : 0;
        switch (mark)
        {
            case StartMark when !_hasStarted:
                _hasStarted = true;
                break;
            case StreamMark:
                _isError = number == ErrorStream;
                break;
            case EndMark when _hasStarted:
                EmitEnd();
                _end = text;
                Status = number;
                break;
            default:
                Array.ForEach(text, Emit);
                break;
        }
    }

    private static int Number(byte[] mark) => int.Parse(
        Encoding.ASCII.GetString(mark[(Array.LastIndexOf(mark, (byte)';') + 1)..^1]),
        NumberStyles.None,
        CultureInfo.InvariantCulture);

    private void Release()
    {
        byte[] held = [.. _held];
        _held.Clear();
        Array.ForEach(held, Emit);
    }

    private void EmitEnd()
    {
        byte[] end = _end;
        _end = [];
        Status = null;
        Array.ForEach(end, EmitNow);
    }

    private void Emit(byte value)
    {
        if (_end.Length != 0)
        {
            EmitEnd();
        }

        EmitNow(value);
    }

    private void EmitNow(byte value)
    {
        if (_hasStarted && !_isError)
        {
            output.WriteByte(value);
            return;
        }

        (_hasStarted ? error : _before).WriteByte(value);
        if (value != '\n')
        {
            _line.Append((char)value);
            return;
        }

        HasHalted |= _line.Equals(VirtualMachine.HaltedLine);
        _line.Clear();
    }
}
