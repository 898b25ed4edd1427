namespace Enso.Machine.Console;

/// <content>Editing a line, and showing it.</content>
internal unsafe partial struct LineDiscipline
{
    private const int TabWidth = 8;
    private const byte Delete = 0x7F;

    /// <summary>Carries out a character that edits or ends a line; false when it is none.</summary>
    private bool Edit(byte value, int column, ref EchoBuffer echo)
    {
        if (_settings.Is(value, TerminalCharacter.Erase))
        {
            EraseCharacters(value, isWord: false, ref echo);
            return true;
        }
        if (_settings.Is(value, TerminalCharacter.Kill))
        {
            KillLine(value, ref echo);
            return true;
        }
        if (IsExtended && EditExtended(value, ref echo))
        {
            return true;
        }
        return End(value, column, ref echo);
    }

    private bool EditExtended(byte value, ref EchoBuffer echo)
    {
        if (_settings.Is(value, TerminalCharacter.EraseWord))
        {
            EraseCharacters(value, isWord: true, ref echo);
            return true;
        }
        if (_settings.Is(value, TerminalCharacter.Quote))
        {
            _isQuoted = true;
            if (IsEchoing && _settings.Has(TerminalLocalModes.EchoControl))
            {
                echo.Add((byte)'^');
                echo.Add((byte)'\b');
            }
            return true;
        }
        if (IsEchoing && _settings.Is(value, TerminalCharacter.Reprint))
        {
            Show(value, true, ref echo);
            ShowProcessed((byte)'\n', ref echo);
            _lineColumn = 0;
            for (uint i = _line; i != _head; i++)
            {
                Show(At(i), true, ref echo);
            }
            return true;
        }
        return false;
    }

    private bool End(byte value, int column, ref EchoBuffer echo)
    {
        if (value == '\n')
        {
            EndLine(value, IsEchoing || _settings.Has(TerminalLocalModes.EchoLineFeed), ref echo);
            return true;
        }
        if (_settings.Is(value, TerminalCharacter.EndOfFile))
        {
            EndLine(EndOfFileMark, isShown: false, ref echo);
            return true;
        }
        bool isEnd = _settings.Is(value, TerminalCharacter.EndOfLine)
            || (IsExtended && _settings.Is(value, TerminalCharacter.SecondEndOfLine));
        if (isEnd)
        {
            EndLine(value, IsEchoing, ref echo);
        }
        return isEnd;
    }

    /// <summary>Takes back the last character of the line, or its last word and what is behind it.</summary>
    private void EraseCharacters(byte key, bool isWord, ref EchoBuffer echo)
    {
        bool hasWord = false;
        bool isVisible = IsEchoing && _settings.Has(TerminalLocalModes.EchoErase);
        bool wasEmpty = _head == _line;
        while (_head != _line)
        {
            uint start = LastCharacter();
            bool isLetter = IsLetter(At(start));
            if (isWord && hasWord && !isLetter)
            {
                break;
            }
            hasWord |= isLetter;
            int width = isVisible ? WidthAt(start) : 0;
            _head = start;
            for (int i = 0; i < width; i++)
            {
                Backspace(ref echo);
            }
            if (!isWord)
            {
                break;
            }
        }
        if (IsEchoing && !isVisible && !wasEmpty)
        {
            Show(key, true, ref echo);
        }
    }

    private void KillLine(byte key, ref EchoBuffer echo)
    {
        const TerminalLocalModes vanish =
            TerminalLocalModes.EchoErase | TerminalLocalModes.EchoKill | TerminalLocalModes.EchoKillErase;
        if (IsEchoing && _settings.Has(vanish))
        {
            int columns = ColumnAt(_head) - _lineColumn;
            for (int i = 0; i < columns; i++)
            {
                Backspace(ref echo);
            }
        }
        else if (IsEchoing)
        {
            Show(key, true, ref echo);
            if (_settings.Has(TerminalLocalModes.EchoKill))
            {
                ShowProcessed((byte)'\n', ref echo);
            }
        }
        _head = _line;
    }

    private static void Backspace(ref EchoBuffer echo)
    {
        echo.Add((byte)'\b');
        echo.Add((byte)' ');
        echo.Add((byte)'\b');
    }

    /// <summary>Where the line's last character starts; the line is not empty.</summary>
    private readonly uint LastCharacter()
    {
        uint start = _head - 1;
        while (_settings.Has(TerminalInputModes.Utf8) && IsContinuation(At(start)) && start != _line)
        {
            start--;
        }
        return start;
    }

    private readonly int WidthAt(uint position) => Width(At(position), ColumnAt(position));

    /// <summary>The column in which a position of the line is shown, counted as if a row had no end.</summary>
    private readonly int ColumnAt(uint position)
    {
        int column = _lineColumn;
        for (uint i = _line; i != position; i++)
        {
            column += Width(At(i), column);
        }
        return column;
    }

    private readonly int Width(byte value, int column)
    {
        if (value == '\t')
        {
            return TabWidth - (column % TabWidth);
        }
        if (value is < 0x20 or Delete)
        {
            return _settings.Has(TerminalLocalModes.EchoControl) ? 2 : 0;
        }
        return _settings.Has(TerminalInputModes.Utf8) && IsContinuation(value) ? 0 : 1;
    }

    /// <summary>Shows a byte that was typed, control characters as <c>^X</c>. A line feed is one only when it was
    /// quoted; a tab never.</summary>
    private readonly void Show(byte value, bool isQuoted, ref EchoBuffer echo)
    {
        bool isControl = value is < 0x20 or Delete && value != '\t' && (isQuoted || value != '\n');
        if (isControl && _settings.Has(TerminalLocalModes.EchoControl))
        {
            echo.Add((byte)'^');
            echo.Add((byte)(value ^ 0x40));
        }
        else
        {
            ShowProcessed(value, ref echo);
        }
    }

    private readonly void ShowProcessed(byte value, ref EchoBuffer echo)
    {
        value = Process(value, out bool needsReturn);
        if (needsReturn)
        {
            echo.Add((byte)'\r');
        }
        echo.Add(value);
    }

    private static bool IsContinuation(byte value) => (value & 0xC0) == 0x80;

    /// <summary>Letters, digits, the underscore, and everything beyond ASCII.</summary>
    private static bool IsLetter(byte value)
        => (value | 0x20) is >= (byte)'a' and <= (byte)'z' || value is >= (byte)'0' and <= (byte)'9' or (byte)'_'
            or >= 0x80;
}
