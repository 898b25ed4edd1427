using System.Text;

namespace Enso.Kernel.Shell;

/// <summary>Takes a line apart into commands and words.</summary>
/// <remarks>
/// The grammar is the common part of the POSIX shell's (IEEE 1003.1, 2.2 and 2.3): blanks separate words,
/// <c>;</c>
/// separates commands, <c>#</c> at the start of a word begins a comment. Single quotes keep everything;
/// double quotes keep everything except a backslash before <c>"</c> or a backslash; elsewhere a backslash
/// keeps the character after it. There are no variables, patterns, pipes or redirections.
/// </remarks>
public static class CommandLine
{
    private const string Special = " \t'\"\\;#";

    /// <summary>Takes a line apart.</summary>
    /// <param name="line">The line.</param>
    /// <returns>Its commands, in order; none when it is blank or a comment.</returns>
    /// <exception cref="CommandLineException">
    /// A quote is not closed, or the line ends with a backslash.
    /// </exception>
    public static IReadOnlyList<ParsedCommand> Parse(string line)
    {
        List<ParsedCommand> commands = [];
        List<string> words = [];
        WordScanner scanner = new(line);
        while (true)
        {
            WordScanner.Token token = scanner.Next();
            if (token == WordScanner.Token.Word)
            {
                if (scanner.Problem is not null)
                {
                    int column = line[..scanner.ProblemIndex].EnumerateRunes().Count() + 1;
                    throw new CommandLineException(scanner.Problem, column);
                }

                words.Add(scanner.Value);
                continue;
            }

            if (words.Count > 0)
            {
                commands.Add(new ParsedCommand(words[0], words[1..]));
                words = [];
            }

            if (token is WordScanner.Token.End or WordScanner.Token.Comment)
            {
                return commands;
            }
        }
    }

    /// <summary>Writes a word so that <see cref="Parse"/> gives it back as it is.</summary>
    /// <param name="word">The word; it holds no control characters but tabs.</param>
    /// <returns>The word with a backslash before each character that has a meaning.</returns>
    public static string Quote(string word)
    {
        StringBuilder quoted = new(word.Length);
        foreach (char character in word)
        {
            if (Special.Contains(character) && (character != '#' || quoted.Length == 0))
            {
                quoted.Append('\\');
            }

            quoted.Append(character);
        }

        return quoted.ToString();
    }

    /// <summary>Finds the last word of an unfinished line, for completion.</summary>
    /// <param name="text">The line as far as the cursor.</param>
    /// <param name="preceding">The words before it in the same command.</param>
    /// <param name="start">Where it starts, in UTF-16 units, with its quote.</param>
    /// <returns>The word so far, empty between words; null inside a comment.</returns>
    internal static string? LastWord(string text, out IReadOnlyList<string> preceding, out int start)
    {
        List<string> words = [];
        preceding = words;
        WordScanner scanner = new(text);
        while (true)
        {
            switch (scanner.Next())
            {
                case WordScanner.Token.Word when scanner.End == text.Length:
                    start = scanner.Start;
                    return scanner.Value;
                case WordScanner.Token.Word:
                    words.Add(scanner.Value);
                    break;
                case WordScanner.Token.Separator:
                    words.Clear();
                    break;
                case WordScanner.Token.Comment:
                    start = text.Length;
                    return null;
                default:
                    start = text.Length;
                    return "";
            }
        }
    }
}
