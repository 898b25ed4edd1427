using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text;
using Enso.Tool.Programs;

namespace Enso.Tool.Commands;

/// <summary>The options that name a program to make the image of; <c>run</c> and <c>build</c> share them.</summary>
internal sealed class ProgramCommandOptions
{
    private readonly IReadOnlyList<string>? _arguments;

    private readonly Option<string[]> _variables = new("--env", "-e")
    {
        HelpName = "NAME=VALUE",
        Description = "An environment variable of the program; may be given several times.",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
    };

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="arguments">What follows <c>--</c> on the command line; null where there is none.</param>
    public ProgramCommandOptions(EnsoSubcommand command, IReadOnlyList<string>? arguments)
    {
        _arguments = arguments;
        _variables.Validators.Add(result =>
        {
            foreach (Token token in result.Tokens.Where(token => !IsVariable(token.Value)))
            {
                result.AddError($"--env: '{token.Value}' is not valid; give NAME=VALUE, such as LANG=C.");
            }
        });
        command.Options.Add(App);
        command.Options.Add(_variables);
        command.Checks.Add(Check);
    }

    /// <summary>The project.</summary>
    public Option<string?> App { get; } = OptionFactory.Text(
        "--app",
        "PROJECT",
        "A .NET console project to run in place of the shell; its arguments follow --.",
        "a project file, or the folder that holds it");

    /// <summary>The kernel's command line.</summary>
    /// <param name="result">The command line of the tool.</param>
    /// <param name="options">The kernel's own options.</param>
    public string CommandLine(ParseResult result, params IEnumerable<string?> options) => GuestCommandLine.Write(
        options.OfType<string>(), result.GetValue(_variables) ?? [], _arguments ?? []);

    private static bool IsVariable(string text) => text.IndexOf('=', StringComparison.Ordinal) > 0;

    private string? Check(ParseResult result)
    {
        if (result.GetValue(App) is null)
        {
            return result.GetResult(_variables) is { Implicit: false }
                ? $"--env: '{result.GetResult(_variables)!.Tokens[0].Value}' has a meaning only with --app PROJECT."
                : _arguments is not null
                    ? "--: what follows it are a program's arguments; give the program too: --app PROJECT."
                    : null;
        }

        int length = Encoding.UTF8.GetByteCount(CommandLine(result));
        return length > GuestCommandLine.Longest
            ? $"--app: the program's arguments and environment take {length} bytes on the kernel's command line, which "
                + $"holds {GuestCommandLine.Longest}; give fewer."
            : null;
    }
}
