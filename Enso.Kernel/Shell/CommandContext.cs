namespace Enso.Kernel.Shell;

/// <summary>What a command is given: its arguments, the terminal, and what it may ask of the shell.</summary>
/// <param name="arguments">The words after the command's name.</param>
/// <param name="terminal">Where the output goes.</param>
/// <param name="cancellation">Set when the user wants the command to end.</param>
public sealed class CommandContext(
    IReadOnlyList<string> arguments, ITerminal terminal, CancellationToken cancellation = default)
{
    /// <summary>The words after the command's name.</summary>
    public IReadOnlyList<string> Arguments { get; } = arguments;

    /// <summary>The raw terminal; a command that draws on it ends its own lines.</summary>
    public ITerminal Terminal { get; } = terminal;

    /// <summary>Set when the user pressed Ctrl-C; a command that runs long looks at it.</summary>
    public CancellationToken Cancellation { get; } = cancellation;

    /// <summary>Whether the command asked the shell to end.</summary>
    public bool IsExitRequested { get; private set; }

    /// <summary>Writes text.</summary>
    /// <param name="text">The text; a line feed in it begins a new line at its start.</param>
    public void Write(string text) =>
        Terminal.Write(text.Contains('\n') ? text.Replace("\r\n", "\n").Replace("\n", "\r\n") : text);

    /// <summary>Writes text and begins a new line.</summary>
    /// <param name="text">The text.</param>
    public void WriteLine(string text = "") => Write(text + "\n");

    /// <summary>Writes a table.</summary>
    /// <param name="table">The table.</param>
    public void Write(Table table) => Write(table.ToString());

    /// <summary>Refuses a wrong number of arguments.</summary>
    /// <param name="minimum">The fewest.</param>
    /// <param name="maximum">The most.</param>
    /// <exception cref="CommandException">There are fewer or more.</exception>
    public void ExpectArguments(int minimum, int maximum)
    {
        if (Arguments.Count < minimum)
        {
            throw new CommandException($"expected {Counted(minimum)}, got {Arguments.Count}");
        }

        if (Arguments.Count > maximum)
        {
            throw new CommandException($"unexpected argument '{Arguments[maximum]}'");
        }
    }

    /// <summary>Asks the shell to end after this command.</summary>
    public void RequestExit() => IsExitRequested = true;

    private static string Counted(int count) => count == 1 ? "an argument" : $"{count} arguments";
}
