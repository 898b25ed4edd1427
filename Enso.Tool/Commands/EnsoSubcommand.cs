using System.CommandLine;

namespace Enso.Tool.Commands;

/// <summary>A command with examples, and with checks of its options taken together.</summary>
/// <param name="name">Its name.</param>
/// <param name="description">What it does.</param>
internal sealed class EnsoSubcommand(string name, string description) : Command(name, description)
{
    /// <summary>Lines as a person would type them, each with what it does.</summary>
    public IReadOnlyList<string> Examples { get; init; } = [];

    /// <summary>What is wrong with options that are each right by themselves. They run after all values have been
    /// read without error, which the parser's own validators cannot rely on.</summary>
    public List<Func<ParseResult, string?>> Checks { get; } = [];
}
