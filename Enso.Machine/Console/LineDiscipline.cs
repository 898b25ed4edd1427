namespace Enso.Machine.Console;

/// <summary>What lies between a terminal's keys and those who read it (POSIX.1-2017, 11 General Terminal Interface;
/// Linux termios(3) where POSIX leaves it open): editing of lines, echo, signals, and the bytes that wait to be
/// read.</summary>
/// <remarks><para>It owns no lock and touches no device: the console's one is <see cref="ConsoleTerminal"/>'s, tests
/// make their own. All zeros, then <see cref="Initialize"/>, is its state at rest.</para>
/// <para>Positions count bytes since the start and wrap around; the byte is at the position's remainder. From
/// <c>_tail</c> to <c>_line</c> bytes can be read, from <c>_line</c> to <c>_head</c> is the line that is still
/// being edited; without <see cref="TerminalLocalModes.Lines"/> the latter is empty.</para></remarks>
internal unsafe partial struct LineDiscipline
{
    /// <summary>Bytes that wait at most. The last is for the end of a line.</summary>
    public const int Capacity = 4096;

    /// <summary>SIGINT.</summary>
    public const int InterruptSignal = 2;

    /// <summary>SIGQUIT.</summary>
    public const int QuitSignal = 3;

    /// <summary>SIGTSTP.</summary>
    public const int SuspendSignal = 20;

    private const byte Bell = 7;
    private const byte EndOfFileMark = 0;

    private TerminalSettings _settings;
    private fixed byte _bytes[Capacity];

    // A bit for each byte that ends a line; one that ends a line and is 0 is the end of file, and not given out.
    private fixed byte _ends[Capacity / 8];
    private uint _head;
    private uint _line;
    private uint _tail;
    private int _lineColumn;
    private bool _isQuoted;

    /// <summary>The settings.</summary>
    public readonly TerminalSettings Settings => _settings;

    /// <summary>Whether output is held back.</summary>
    public bool IsStopped { get; private set; }

    /// <summary>Bytes that came when there was no room.</summary>
    public ulong Lost { get; private set; }

    /// <summary>Whether reads get whole lines.</summary>
    public readonly bool HasLines => _settings.Has(TerminalLocalModes.Lines);

    /// <summary>Bytes that a read could take, the mark of an end of file counted.</summary>
    public readonly int Waiting => (int)(_line - _tail);

    private readonly bool IsExtended => _settings.Has(TerminalLocalModes.Extended);

    private readonly bool IsEchoing => _settings.Has(TerminalLocalModes.Echo);

    /// <summary>Takes the initial settings.</summary>
    public void Initialize() => _settings = TerminalSettings.Initial();

    /// <summary>Takes a byte that was typed.</summary>
    /// <param name="value">The byte.</param>
    /// <param name="column">Where the cursor is in its row, from 0.</param>
    /// <param name="echo">Takes what is to be shown.</param>
    /// <returns>The number of the signal to send, or 0.</returns>
    public int Accept(byte value, int column, ref EchoBuffer echo)
    {
        if (_settings.Has(TerminalInputModes.Strip))
        {
            value &= 0x7F;
        }
        if (_isQuoted)
        {
            _isQuoted = false;
            Keep(value, true, column, ref echo);
            return 0;
        }
        if (_settings.Has(TerminalInputModes.FlowControl))
        {
            bool isStart = _settings.Is(value, TerminalCharacter.Start);
            if (isStart || _settings.Is(value, TerminalCharacter.Stop))
            {
                IsStopped = !isStart;
                return 0;
            }
        }
        int signal = SignalOf(value);
        if (signal != 0)
        {
            Interrupt(value, ref echo);
            return signal;
        }
        if (_settings.Has(TerminalInputModes.AnyRestarts | TerminalInputModes.FlowControl))
        {
            IsStopped = false;
        }
        if (!Translate(ref value))
        {
            return 0;
        }
        if (!HasLines || !Edit(value, column, ref echo))
        {
            Keep(value, false, column, ref echo);
        }
        return 0;
    }

    /// <summary>Whether a read may return: a line, or with lines off as many bytes as it wants.</summary>
    /// <param name="minimum">The bytes wanted; at least 1.</param>
    public readonly bool CanRead(int minimum) => HasLines ? _line != _tail : Waiting >= minimum;

    /// <summary>Takes bytes out: with lines on, of one line only, its end included.</summary>
    /// <returns>How many. With lines on, 0 when there was room and a line to read is the end of file.</returns>
    public int Take(byte* buffer, int count)
    {
        int taken = 0;
        while (taken < count && _tail != _line)
        {
            byte value = At(_tail);
            bool isEnd = IsEnd(_tail);
            Forget(_tail++);
            if (isEnd && value == EndOfFileMark)
            {
                return taken;
            }
            buffer[taken++] = value;
            if (isEnd && HasLines)
            {
                return taken;
            }
        }
        // An end of file right after what filled the buffer ended that piece; it is not one of its own.
        if (taken != 0 && taken == count && _tail != _line && IsEnd(_tail) && At(_tail) == EndOfFileMark)
        {
            Forget(_tail++);
        }
        return taken;
    }

    /// <summary>Throws away what waits, the line that is being edited too.</summary>
    public void Flush()
    {
        while (_tail != _head)
        {
            Forget(_tail++);
        }
        _line = _head;
        _isQuoted = false;
    }

    /// <summary>Changes the settings. Bytes that wait stay: turning lines on makes them a line, turning lines off
    /// lets them be read as they are.</summary>
    public void Change(TerminalSettings settings)
    {
        settings.Restrict();
        bool hadLines = HasLines;
        _settings = settings;
        if (!settings.Has(TerminalInputModes.FlowControl))
        {
            IsStopped = false;
        }
        if (hadLines && !HasLines)
        {
            _isQuoted = false;
            DropMarks();
        }
        else if (!hadLines && HasLines && _head != _tail && At(_head - 1) != EndOfFileMark)
        {
            MarkEnd(_head - 1);
        }
    }

    /// <summary>What of a byte that a program writes goes to the terminal.</summary>
    /// <param name="value">The byte.</param>
    /// <param name="needsReturn">Whether a carriage return goes before it.</param>
    /// <returns>The byte that goes.</returns>
    public readonly byte Process(byte value, out bool needsReturn)
    {
        bool isProcessed = (_settings.Output & TerminalOutputModes.Process) != 0;
        if (isProcessed && value == '\r' && (_settings.Output & TerminalOutputModes.ReturnToLineFeed) != 0)
        {
            value = (byte)'\n';
        }
        needsReturn = isProcessed && value == '\n'
            && (_settings.Output & TerminalOutputModes.LineFeedToReturnLineFeed) != 0;
        return value;
    }

    private readonly int SignalOf(byte value)
    {
        if (!_settings.Has(TerminalLocalModes.Signals))
        {
            return 0;
        }
        return _settings.Is(value, TerminalCharacter.Interrupt) ? InterruptSignal
            : _settings.Is(value, TerminalCharacter.Quit) ? QuitSignal
            : _settings.Is(value, TerminalCharacter.Suspend) ? SuspendSignal
            : 0;
    }

    private void Interrupt(byte value, ref EchoBuffer echo)
    {
        if (!_settings.Has(TerminalLocalModes.KeepOnSignal))
        {
            Flush();
        }
        IsStopped = false;
        if (IsEchoing)
        {
            Show(value, true, ref echo);
        }
    }

    /// <summary>Carriage returns and line feeds; false when the byte is to be dropped.</summary>
    private readonly bool Translate(ref byte value)
    {
        if (value == '\r')
        {
            if (_settings.Has(TerminalInputModes.IgnoreReturn))
            {
                return false;
            }
            value = _settings.Has(TerminalInputModes.ReturnToLineFeed) ? (byte)'\n' : value;
        }
        else if (value == '\n' && _settings.Has(TerminalInputModes.LineFeedToReturn))
        {
            value = (byte)'\r';
        }
        return true;
    }

    /// <summary>Puts a byte that means only itself into the line, or among those that can be read.</summary>
    private void Keep(byte value, bool isQuoted, int column, ref EchoBuffer echo)
    {
        int room = HasLines ? Capacity - 1 : Capacity;
        if (!HasRoom(room, ref echo))
        {
            return;
        }
        if (_head == _line)
        {
            _lineColumn = column;
        }
        if (IsEchoing)
        {
            Show(value, isQuoted, ref echo);
        }
        Append(value);
        if (!HasLines)
        {
            _line = _head;
        }
    }

    private bool HasRoom(int room, ref EchoBuffer echo)
    {
        if (_head - _tail < (uint)room)
        {
            return true;
        }
        Lost++;
        if (_settings.Has(TerminalInputModes.BellWhenFull))
        {
            echo.Add(Bell);
        }
        return false;
    }

    private void EndLine(byte value, bool isShown, ref EchoBuffer echo)
    {
        if (!HasRoom(Capacity, ref echo))
        {
            return;
        }
        if (isShown)
        {
            Show(value, false, ref echo);
        }
        Append(value);
        MarkEnd(_head - 1);
    }

    // SAFETY of the four below: a position's remainder is a place in the arrays.
    private readonly byte At(uint position) => _bytes[position % Capacity];

    private readonly bool IsEnd(uint position)
        => (_ends[position % Capacity / 8] & (1 << (int)(position % 8))) != 0;

    private void Forget(uint position)
        => _ends[position % Capacity / 8] &= (byte)~(1 << (int)(position % 8));

    private void Append(byte value) => _bytes[_head++ % Capacity] = value;

    private void MarkEnd(uint position)
    {
        _ends[position % Capacity / 8] |= (byte)(1 << (int)(position % 8));
        _line = _head;
    }

    /// <summary>Makes bytes of lines: the ends are bytes like others, and the marks of ends of file go.</summary>
    private void DropMarks()
    {
        uint to = _tail;
        for (uint from = _tail; from != _head; from++)
        {
            byte value = At(from);
            bool isMark = value == EndOfFileMark && IsEnd(from);
            Forget(from);
            if (!isMark)
            {
                _bytes[to++ % Capacity] = value;
            }
        }
        _head = to;
        _line = to;
    }
}
