namespace Enso.Machine.Runtime;

/// <summary>What has a path. There is nothing else until there is a file system.</summary>
internal enum FileNode
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary><c>/</c>.</summary>
    Root,

    /// <summary><c>/dev</c>.</summary>
    Devices,

    /// <summary><c>/dev/null</c>.</summary>
    Null,

    /// <summary><c>/dev/zero</c>.</summary>
    Zero,

    /// <summary><c>/dev/random</c>.</summary>
    Random,

    /// <summary><c>/dev/urandom</c>.</summary>
    UrgentRandom,

    /// <summary><c>/dev/tty</c>.</summary>
    Terminal,

    /// <summary><c>/dev/console</c>.</summary>
    Console,

    /// <summary><c>/usr</c>.</summary>
    User,

    /// <summary><c>/usr/share</c>.</summary>
    Shared,

    /// <summary><c>/usr/share/terminfo</c>.</summary>
    Terminals,

    /// <summary><c>/usr/share/terminfo/e</c>.</summary>
    TerminalsWithE,

    /// <summary><c>/usr/share/terminfo/e/enso</c>: <see cref="Runtime.TerminalDescription"/>.</summary>
    TerminalDescription,
}
