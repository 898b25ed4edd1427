namespace Enso.Tool;

/// <summary>The exit codes of the <c>enso</c> command, beyond 0.</summary>
public static class ExitCodes
{
    /// <summary>It was done.</summary>
    public const int Success = 0;

    /// <summary>What was asked for failed: a compile error, a failed test, a command with no status of its own.</summary>
    public const int Failure = 1;

    /// <summary>The command line is wrong.</summary>
    public const int Usage = 2;

    /// <summary>Something that must be installed is not.</summary>
    public const int Missing = 3;

    /// <summary>The kernel panicked (EX_SOFTWARE of sysexits.h).</summary>
    public const int KernelPanic = 70;

    /// <summary>Time ran out (as timeout(1) says).</summary>
    public const int TimedOut = 124;

    /// <summary>Interrupted by the user (128 + SIGINT).</summary>
    public const int Interrupted = 130;
}
