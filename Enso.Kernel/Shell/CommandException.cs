namespace Enso.Kernel.Shell;

/// <summary>
/// A command was used wrongly or cannot do what it was asked; the shell prints <c>name: message</c>.
/// </summary>
/// <param name="message">What is wrong, in a form that follows the command's name and a colon.</param>
/// <param name="status">The command's status.</param>
public sealed class CommandException(string message, int status = CommandException.UsageStatus)
    : Exception(message)
{
    /// <summary>The status of a command that was used wrongly.</summary>
    public const int UsageStatus = 2;

    /// <summary>The command's status.</summary>
    public int Status { get; } = status;
}
