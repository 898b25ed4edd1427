using System.CommandLine;

namespace Enso.Tool.Commands;

/// <summary>The file that a benchmark's every value is written to, where one is asked for.</summary>
internal sealed class BenchJsonFile
{
    private readonly Option<string?> _option = OptionFactory.Text(
        "--json", "FILE", "Write every value to a file too.", "the name of the file to write");

    /// <summary>Adds the option to a command.</summary>
    /// <param name="command">The command.</param>
    public BenchJsonFile(EnsoSubcommand command)
    {
        command.Options.Add(_option);
        command.Checks.Add(result => Check(result.GetValue(_option)));
    }

    /// <summary>Writes the file, if there is to be one.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="text">Makes the text.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Completes when it is written.</returns>
    /// <exception cref="ToolException">It cannot be written.</exception>
    public async Task WriteAsync(ParseResult result, Func<string> text, CancellationToken cancellationToken)
    {
        if (result.GetValue(_option) is not { } file)
        {
            return;
        }

        try
        {
            await File.WriteAllTextAsync(file, text(), cancellationToken);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ToolException($"--json: '{file}' cannot be written: {error.Message}", error);
        }
    }

    // Before minutes are spent on what could then not be kept.
    private static string? Check(string? file) =>
        file is null || (!Directory.Exists(file) && Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(file))))
            ? null
            : $"--json: '{file}' cannot be written; give the name of a file in a folder that exists.";
}
