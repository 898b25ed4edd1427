namespace Enso.Machine.Console;

/// <summary>What happens to bytes that arrive (termios(3), <c>c_iflag</c>), as far as the console does it.</summary>
[Flags]
internal enum TerminalInputModes : uint
{
    /// <summary>ISTRIP: the eighth bit is cleared.</summary>
    Strip = 0x20,

    /// <summary>INLCR: a line feed becomes a carriage return.</summary>
    LineFeedToReturn = 0x40,

    /// <summary>IGNCR: carriage returns are dropped.</summary>
    IgnoreReturn = 0x80,

    /// <summary>ICRNL: a carriage return becomes a line feed.</summary>
    ReturnToLineFeed = 0x100,

    /// <summary>IXON: the stop and start characters hold output back and let it go on.</summary>
    FlowControl = 0x400,

    /// <summary>IXANY: any character lets output go on.</summary>
    AnyRestarts = 0x800,

    /// <summary>IMAXBEL: what no longer fits sounds the bell.</summary>
    BellWhenFull = 0x2000,

    /// <summary>IUTF8: erasing a character takes all of its bytes.</summary>
    Utf8 = 0x4000,

    /// <summary>All of the above.</summary>
    Supported = Strip | LineFeedToReturn | IgnoreReturn | ReturnToLineFeed | FlowControl | AnyRestarts
        | BellWhenFull | Utf8,
}
