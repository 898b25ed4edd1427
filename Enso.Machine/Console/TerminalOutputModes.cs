namespace Enso.Machine.Console;

/// <summary>What happens to bytes that programs write (termios(3), <c>c_oflag</c>), as far as the console does
/// it.</summary>
[Flags]
internal enum TerminalOutputModes : uint
{
    /// <summary>OPOST: the others count.</summary>
    Process = 1,

    /// <summary>ONLCR: a line feed becomes a carriage return and a line feed.</summary>
    LineFeedToReturnLineFeed = 4,

    /// <summary>OCRNL: a carriage return becomes a line feed.</summary>
    ReturnToLineFeed = 8,

    /// <summary>All of the above.</summary>
    Supported = Process | LineFeedToReturnLineFeed | ReturnToLineFeed,
}
