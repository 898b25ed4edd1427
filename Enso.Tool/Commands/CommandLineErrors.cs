using System.CommandLine;
using System.CommandLine.Parsing;

namespace Enso.Tool.Commands;

/// <summary>Says what is wrong with a command line, and what would be right.</summary>
internal static class CommandLineErrors
{
    /// <summary>Names every error.</summary>
    /// <param name="result">A command line.</param>
    /// <returns>One message for each; none when it is right.</returns>
    public static IReadOnlyList<string> Describe(ParseResult result)
    {
        Command command = result.CommandResult.Command;
        if (FlagAmongArguments(result) is { } flag)
        {
            return [UnknownOption(flag, command)];
        }

        if (result.UnmatchedTokens.Count > 0)
        {
            // What follows an unknown word was probably meant for it, so only the first is named; an unknown flag
            // before it matters more, as the word may be that flag's value.
            string token = result.UnmatchedTokens.FirstOrDefault(IsFlag) ?? result.UnmatchedTokens[0];
            return [IsFlag(token) ? UnknownOption(token, command) : UnknownWord(token, command)];
        }

        if (result.Errors.Count > 0)
        {
            return [.. result.Errors.Select(Describe).Distinct()];
        }

        return command is EnsoSubcommand known ? [.. known.Checks.Select(check => check(result)).OfType<string>()] : [];
    }

    // Where a command takes arguments the parser takes a flag that it does not know for one of them.
    private static string? FlagAmongArguments(ParseResult result) => result.CommandResult.Children
        .OfType<ArgumentResult>()
        .SelectMany(argument => argument.Tokens)
        .Select(token => token.Value)
        .FirstOrDefault(IsFlag);

    private static bool IsFlag(string token) => token.StartsWith('-');

    private static string Describe(ParseError error)
    {
        if (error.SymbolResult is not OptionResult { Option: var option, Tokens: var tokens })
        {
            return error.Message;
        }

        return tokens.Count switch
        {
            0 => $"{option.Name}: a value is missing; give {Valid(option)}.",
            1 => error.Message,
            _ => $"{option.Name}: {string.Join(" and ", tokens.Select(token => $"'{token.Value}'"))} are too many "
                + $"values; give {Valid(option)}.",
        };
    }

    private static string Valid(Option option) => option is IValueOption known ? known.ValidValues : "one";

    private static string UnknownOption(string token, Command command)
    {
        string name = token.Split('=', ':')[0];
        string[] options = [.. command.Options.Where(option => !option.Hidden).Select(option => option.Name)];
        return $"'{name}' is not a flag of '{Name(command)}'{Suggest(name, options)} The flags are: "
            + $"{string.Join(", ", options)}.";
    }

    private static string UnknownWord(string token, Command command)
    {
        string[] names = [.. command.Subcommands.Where(child => !child.Hidden).Select(child => child.Name)];
        if (names.Length == 0)
        {
            return $"'{token}' is one argument too many for '{Name(command)}'; see '{Name(command)} --help'.";
        }

        string what = command is RootCommand ? "command" : $"command of '{Name(command)}'";
        return $"'{token}' is not a {what}{Suggest(token, names)} The commands are: {string.Join(", ", names)}.";
    }

    // As it is typed: the commands that it is part of come first.
    private static string Name(Command command) => command is RootCommand
        ? "enso"
        : $"{Name(command.Parents.OfType<Command>().First())} {command.Name}";

    private static string Suggest(string word, string[] candidates) =>
        Spelling.Nearest(word, candidates) is { } nearest ? $"; did you mean '{nearest}'?" : ".";
}
