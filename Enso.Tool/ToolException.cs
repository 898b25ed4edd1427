namespace Enso.Tool;

/// <summary>A command cannot go on, for a reason that its user can act upon. The message is shown as it is.</summary>
public sealed class ToolException : Exception
{
    /// <summary>Makes one with <see cref="ExitCodes.Failure"/>.</summary>
    public ToolException()
        : this("Failed.")
    {
    }

    /// <summary>Makes one with <see cref="ExitCodes.Failure"/>.</summary>
    /// <param name="message">What happened, and what to do about it.</param>
    public ToolException(string message)
        : this(ExitCodes.Failure, message)
    {
    }

    /// <summary>Makes one with <see cref="ExitCodes.Failure"/>, and its cause.</summary>
    /// <param name="message">What happened, and what to do about it.</param>
    /// <param name="innerException">The cause.</param>
    public ToolException(string message, Exception innerException)
        : base(message, innerException) => ExitCode = ExitCodes.Failure;

    /// <summary>Makes one.</summary>
    /// <param name="exitCode">What the command's exit code becomes.</param>
    /// <param name="message">What happened, and what to do about it.</param>
    public ToolException(int exitCode, string message)
        : base(message) => ExitCode = exitCode;

    /// <summary>What the command's exit code becomes.</summary>
    public int ExitCode { get; }
}
