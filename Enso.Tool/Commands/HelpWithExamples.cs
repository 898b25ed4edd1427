using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Text.RegularExpressions;

namespace Enso.Tool.Commands;

/// <summary>Help, with the command's examples after it.</summary>
/// <param name="help">The help itself.</param>
/// <param name="rootExamples">The examples of the command without a subcommand.</param>
internal sealed partial class HelpWithExamples(HelpAction help, IReadOnlyList<string> rootExamples)
    : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        InvocationConfiguration configuration = parseResult.InvocationConfiguration;
        TextWriter output = configuration.Output;
        using StringWriter text = new();
        configuration.Output = text;
        help.Invoke(parseResult);
        configuration.Output = output;

        // The parser names the assembly where people type the script, and shows an enumeration's value by its name
        // in C#, where the command line has it in small letters.
        string corrected = text.ToString()
            .Replace(RootCommand.ExecutableName, "./enso", StringComparison.Ordinal);
        output.Write(EnumerationPreset().Replace(corrected, match => match.Value.ToLowerInvariant()));
        Command command = parseResult.CommandResult.Command;
        IReadOnlyList<string> examples = command is EnsoSubcommand known ? known.Examples : rootExamples;
        output.WriteLine("Examples:");
        foreach (string example in examples)
        {
            output.WriteLine($"  {example}");
        }

        output.WriteLine();
        return ExitCodes.Success;
    }

    [GeneratedRegex(@"\[default: [A-Z][A-Za-z0-9]*\]")]
    private static partial Regex EnumerationPreset();
}
