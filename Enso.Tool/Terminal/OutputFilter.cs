using System.Text;

namespace Enso.Tool.Terminal;

/// <summary>Makes a guest's serial output fit for where it goes: prompt marks always go, colours go when the
/// output is no terminal, and CR LF becomes LF.</summary>
/// <param name="keepColour">Whether control sequences stay.</param>
public sealed class OutputFilter(bool keepColour)
{
    private readonly TerminalTokenizer _tokenizer = new();

    /// <summary>Cleans a whole text at once, of every escape.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The characters that a reader sees.</returns>
    public static string Plain(string text) => new OutputFilter(keepColour: false).Take(text);

    /// <summary>Cleans the next piece.</summary>
    /// <param name="piece">The piece.</param>
    /// <returns>What is left of it.</returns>
    public string Take(string piece)
    {
        StringBuilder result = new();
        foreach (TerminalToken token in _tokenizer.Feed(piece))
        {
            result.Append(Take(token));
        }

        return result.ToString();
    }

    /// <summary>Cleans the next token.</summary>
    /// <param name="token">The token.</param>
    /// <returns>What is left of it.</returns>
    public string Take(TerminalToken token) => token.Kind switch
    {
        TerminalTokenKind.Text => token.Value.Replace("\r", "", StringComparison.Ordinal),
        TerminalTokenKind.ControlSequence when keepColour => token.Value,
        _ => "",
    };
}
