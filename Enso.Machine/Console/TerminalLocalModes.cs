namespace Enso.Machine.Console;

/// <summary>How the terminal treats whoever types (termios(3), <c>c_lflag</c>), as far as the console does it.
/// </summary>
[Flags]
internal enum TerminalLocalModes : uint
{
    /// <summary>ISIG: the interrupt, quit and suspend characters send signals.</summary>
    Signals = 1,

    /// <summary>ICANON: reads get whole lines, which can be edited until they end.</summary>
    Lines = 2,

    /// <summary>ECHO: what is typed is shown.</summary>
    Echo = 8,

    /// <summary>ECHOE: erased characters vanish.</summary>
    EchoErase = 0x10,

    /// <summary>ECHOK: a line that is forgotten ends, or vanishes with <see cref="EchoKillErase"/>.</summary>
    EchoKill = 0x20,

    /// <summary>ECHONL: line feeds are shown, echo or not.</summary>
    EchoLineFeed = 0x40,

    /// <summary>NOFLSH: a signal does not throw away what was typed before it.</summary>
    KeepOnSignal = 0x80,

    /// <summary>ECHOCTL: control characters are shown as <c>^X</c>.</summary>
    EchoControl = 0x200,

    /// <summary>ECHOKE: a line that is forgotten vanishes.</summary>
    EchoKillErase = 0x800,

    /// <summary>IEXTEN: erasing words, quoting, showing the line again, the second end of line.</summary>
    Extended = 0x8000,

    /// <summary>All of the above.</summary>
    Supported = Signals | Lines | Echo | EchoErase | EchoKill | EchoLineFeed | KeepOnSignal | EchoControl
        | EchoKillErase | Extended,
}
