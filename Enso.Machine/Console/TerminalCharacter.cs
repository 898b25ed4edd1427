namespace Enso.Machine.Console;

/// <summary>Places in <c>c_cc</c>, as Linux numbers them (uapi/asm-generic/termbits.h). A character that is 0 is
/// switched off.</summary>
internal enum TerminalCharacter
{
    /// <summary>VINTR, Ctrl-C: sends SIGINT.</summary>
    Interrupt = 0,

    /// <summary>VQUIT, Ctrl-\: sends SIGQUIT.</summary>
    Quit = 1,

    /// <summary>VERASE, Backspace: takes back a character.</summary>
    Erase = 2,

    /// <summary>VKILL, Ctrl-U: takes back the line.</summary>
    Kill = 3,

    /// <summary>VEOF, Ctrl-D: ends what is read here, without a byte of its own.</summary>
    EndOfFile = 4,

    /// <summary>VTIME: tenths of a second that a read waits, when lines are off.</summary>
    Time = 5,

    /// <summary>VMIN: bytes that a read waits for, when lines are off.</summary>
    Minimum = 6,

    /// <summary>VSTART, Ctrl-Q: lets output go on.</summary>
    Start = 8,

    /// <summary>VSTOP, Ctrl-S: holds output back.</summary>
    Stop = 9,

    /// <summary>VSUSP, Ctrl-Z: sends SIGTSTP.</summary>
    Suspend = 10,

    /// <summary>VEOL: ends a line, besides the line feed.</summary>
    EndOfLine = 11,

    /// <summary>VREPRINT, Ctrl-R: shows the line again.</summary>
    Reprint = 12,

    /// <summary>VWERASE, Ctrl-W: takes back a word.</summary>
    EraseWord = 14,

    /// <summary>VLNEXT, Ctrl-V: the next character is only itself.</summary>
    Quote = 15,

    /// <summary>VEOL2: ends a line too.</summary>
    SecondEndOfLine = 16,
}
