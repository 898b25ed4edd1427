namespace Enso.Kernel.Shell;

/// <summary>Lists the commands, or tells how one is used.</summary>
/// <param name="commands">The commands.</param>
internal sealed class HelpCommand(CommandRegistry commands) : ShellCommand
{
    public override string Name => "help";

    public override string Summary => "list the commands, or say how one is used";

    public override string Usage => "help [COMMAND]";

    public override IReadOnlyList<string> Examples => ["help", "help echo"];

    public override int Execute(CommandContext context)
    {
        context.ExpectArguments(0, 1);
        if (context.Arguments.Count == 0)
        {
            int width = commands.Max(command => CellWidth.Of(command.Name));
            foreach (ShellCommand command in commands)
            {
                string padding = new(' ', width - CellWidth.Of(command.Name));
                context.WriteLine($"  {command.Name}{padding}  {command.Summary}");
            }

            return 0;
        }

        string name = context.Arguments[0];
        if (commands.Find(name) is not { } found)
        {
            throw new CommandException(Shell.NoSuchCommand(commands, name));
        }

        context.WriteLine($"{found.Name}: {found.Summary}");
        context.WriteLine($"usage: {found.Usage}");
        foreach (string example in found.Examples)
        {
            context.WriteLine($"  {example}");
        }

        return 0;
    }

    public override IEnumerable<string> Complete(IReadOnlyList<string> arguments, string word) =>
        arguments.Count == 0 ? commands.Select(command => command.Name) : [];
}

/// <summary>Prints the status of the command before it.</summary>
/// <param name="lastStatus">Gives that status.</param>
internal sealed class StatusCommand(Func<int> lastStatus) : ShellCommand
{
    public override string Name => "status";

    public override string Summary => "print the status of the last command";

    public override int Execute(CommandContext context)
    {
        context.ExpectArguments(0, 0);
        context.WriteLine($"{lastStatus()}");
        return 0;
    }
}

/// <summary>Clears the screen.</summary>
internal sealed class ClearCommand : ShellCommand
{
    public override string Name => "clear";

    public override string Summary => "clear the screen";

    public override int Execute(CommandContext context)
    {
        context.ExpectArguments(0, 0);
        context.Terminal.Write(EscapeSequence.ClearScreen);
        return 0;
    }
}

/// <summary>Prints its arguments.</summary>
internal sealed class EchoCommand : ShellCommand
{
    public override string Name => "echo";

    public override string Summary => "print the arguments";

    public override string Usage => "echo [-n] [WORD]...";

    public override IReadOnlyList<string> Examples => ["echo hello", "echo -n 'no new line'"];

    public override int Execute(CommandContext context)
    {
        bool isOpen = context.Arguments.Count > 0 && context.Arguments[0] == "-n";
        context.Write(string.Join(' ', context.Arguments.Skip(isOpen ? 1 : 0)) + (isOpen ? "" : "\n"));
        return 0;
    }
}

/// <summary>Lists the lines that were entered.</summary>
/// <param name="history">Those lines.</param>
internal sealed class HistoryCommand(History history) : ShellCommand
{
    public override string Name => "history";

    public override string Summary => "list the lines that were entered";

    public override int Execute(CommandContext context)
    {
        context.ExpectArguments(0, 0);
        for (int index = 0; index < history.Count; index++)
        {
            context.WriteLine($"{history.Dropped + index + 1,5}  {history[index]}");
        }

        return 0;
    }
}
