namespace Enso.Kernel.Shell;

/// <summary>
/// Reads command lines from a terminal and runs them, until the input ends or a command ends it.
/// </summary>
/// <remarks>
/// <para>
/// Around each line it writes FinalTerm's semantic prompt marks (OSC 133): A before the prompt, B after it, C
/// before the output, and D with the status after it. A program at the other end of the line finds output and
/// status by them. A blank line, or one that Ctrl-C cancelled, has neither C nor D. A prompt drawn again
/// (Ctrl-L) has A and B again.
/// </para>
/// <para>
/// Statuses: what the command returned; that of a <see cref="CommandException"/>; 1 for any other exception,
/// which is printed with its stack; 2 for a line that cannot be parsed; 127 for an unknown command; 130 for a
/// cancelled one, and for a line of which a command was not begun because of that.
/// </para>
/// </remarks>
public sealed class Shell
{
    /// <summary>The status of a command that an exception ended.</summary>
    public const int FailedStatus = 1;

    /// <summary>The status of an unknown command.</summary>
    public const int UnknownStatus = 127;

    /// <summary>The status of a command that <see cref="Interrupt"/> ended.</summary>
    public const int InterruptedStatus = 130;

    private readonly ITerminal _terminal;
    private readonly string _name;
    private readonly LineEditor _editor;
    private readonly CommandRegistry _commands = new();
    private readonly string _prompt;

    // Written by the shell's thread and read by Interrupt on any other. It is never disposed, so that an
    // interrupt that comes late finds a source that nobody looks at any more; without a timer it holds
    // nothing to release.
    private volatile CancellationTokenSource? _running;

    /// <summary>Makes a shell.</summary>
    /// <param name="terminal">Its terminal.</param>
    /// <param name="commands">
    /// Its commands, of which it takes a copy and adds the built-in ones that are not there.
    /// </param>
    /// <param name="name">Its name, in the prompt and before its messages.</param>
    public Shell(ITerminal terminal, CommandRegistry commands, string name = "enso")
    {
        _terminal = terminal;
        _name = name;
        ShellCommand[] builtIns =
        [
            new HelpCommand(_commands), new StatusCommand(() => LastStatus), new HistoryCommand(History),
            new EchoCommand(), new ClearCommand(),
        ];
        var missing = builtIns.Where(command => commands.Find(command.Name) is null);
        foreach (ShellCommand command in commands.Concat(missing))
        {
            _commands.Add(command);
        }

        _editor = new LineEditor(terminal, History, new ShellCompleter(_commands));
        _prompt = $"{EscapeSequence.PromptStart}\e[1;36m{name}>\e[0m {EscapeSequence.InputStart}";
    }

    /// <summary>The lines that were entered.</summary>
    public History History { get; } = new();

    /// <summary>The status of the last command.</summary>
    public int LastStatus { get; private set; }

    /// <summary>Whether a command asked the shell to end.</summary>
    public bool IsExitRequested { get; private set; }

    /// <summary>Runs a shell until its input ends or a command ends it.</summary>
    /// <param name="terminal">Its terminal.</param>
    /// <param name="commands">Its commands; the built-in ones are added.</param>
    /// <param name="name">Its name, in the prompt and before its messages.</param>
    /// <returns>The status of the last command.</returns>
    public static int Run(ITerminal terminal, CommandRegistry commands, string name = "enso") =>
        new Shell(terminal, commands, name).Run();

    /// <summary>Runs until the input ends or a command ends it.</summary>
    /// <returns>The status of the last command.</returns>
    public int Run()
    {
        while (!IsExitRequested)
        {
            LineResult line = _editor.ReadLine(_prompt);
            if (line.Outcome == LineOutcome.EndOfInput)
            {
                break;
            }

            if (line.Outcome == LineOutcome.Accepted)
            {
                Execute(line.Text);
            }
        }

        return LastStatus;
    }

    /// <summary>Runs a line as if it had been typed, with its marks.</summary>
    /// <param name="line">The line.</param>
    /// <returns>The status of its last command.</returns>
    public int Execute(string line)
    {
        History.Add(line);
        OutputTerminal output = new(_terminal);
        try
        {
            IReadOnlyList<ParsedCommand> commands = CommandLine.Parse(line);
            if (commands.Count == 0)
            {
                return LastStatus;
            }

            _terminal.Write(EscapeSequence.OutputStart);
            CancellationTokenSource running = new();
            _running = running;
            using IDisposable? listening = _terminal.ListenForInterrupts(() => Interrupt());
            foreach (ParsedCommand command in commands)
            {
                if (running.IsCancellationRequested)
                {
                    // Between two of them: the rest of the line was cancelled.
                    LastStatus = InterruptedStatus;
                    break;
                }

                LastStatus = Execute(command, output, running.Token);
                if (IsExitRequested)
                {
                    break;
                }
            }
        }
        catch (CommandLineException problem)
        {
            _terminal.Write(EscapeSequence.OutputStart);
            LastStatus = Complain(output, _name, problem.Message, CommandException.UsageStatus);
        }
        finally
        {
            _running = null;
        }

        _terminal.Write((output.IsAtLineStart ? "" : "\r\n") + EscapeSequence.Finished(LastStatus));
        return LastStatus;
    }

    /// <summary>Asks the command that is running to end. May be called from any thread.</summary>
    /// <returns>False when none is running.</returns>
    public bool Interrupt()
    {
        CancellationTokenSource? running = _running;
        running?.Cancel();
        return running is not null;
    }

    /// <summary>What to say about a name that no command has.</summary>
    /// <param name="commands">The commands that there are.</param>
    /// <param name="name">The name.</param>
    internal static string NoSuchCommand(CommandRegistry commands, string name) =>
        commands.Suggest(name) is { } suggestion
            ? $"no command '{name}'; did you mean '{suggestion}'? Try 'help'."
            : $"no command '{name}'. Try 'help'.";

    private int Execute(ParsedCommand parsed, OutputTerminal output, CancellationToken cancellation)
    {
        if (_commands.Find(parsed.Name) is not { } command)
        {
            return Complain(output, _name, NoSuchCommand(_commands, parsed.Name), UnknownStatus);
        }

        CommandContext context = new(parsed.Arguments, output, cancellation);
        try
        {
            return command.Execute(context);
        }
        catch (CommandException problem)
        {
            return Complain(output, command.Name, problem.Message, problem.Status);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return InterruptedStatus;
        }
        catch (Exception exception)
        {
            // Whatever a command does wrong, the shell is what is left to look into it with. ToString gives
            // the type, the message, the stack trace, and the same of inner exceptions.
            return Complain(output, command.Name, exception.ToString(), FailedStatus);
        }
        finally
        {
            IsExitRequested |= context.IsExitRequested;
        }
    }

    private static int Complain(OutputTerminal output, string name, string message, int status)
    {
        string start = output.IsAtLineStart ? "" : "\n";
        new CommandContext([], output).WriteLine($"{start}{name}: {message}");
        return status;
    }
}
