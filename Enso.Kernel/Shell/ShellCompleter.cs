namespace Enso.Kernel.Shell;

/// <summary>Completes the names of commands, and arguments by asking their command.</summary>
/// <param name="commands">The commands.</param>
internal sealed class ShellCompleter(CommandRegistry commands) : ILineCompleter
{
    /// <inheritdoc/>
    public Completion? Complete(string text)
    {
        string? word = CommandLine.LastWord(text, out IReadOnlyList<string> preceding, out int start);
        if (word is null)
        {
            return null;
        }

        IEnumerable<string> candidates = preceding.Count == 0
            ? commands.Select(command => command.Name)
            : commands.Find(preceding[0])?.Complete([.. preceding.Skip(1)], word) ?? [];
        return new Completion(start, word, [.. candidates
            .Where(candidate => candidate.StartsWith(word, StringComparison.Ordinal))
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)]);
    }
}
