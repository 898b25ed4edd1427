using System.Text;

namespace Enso.Kernel.Shell;

/// <summary>Goes through a command line word by word.</summary>
/// <param name="text">The line.</param>
internal sealed class WordScanner(string text)
{
    private readonly StringBuilder _value = new();

    /// <summary>What <see cref="Next"/> found.</summary>
    public enum Token
    {
        /// <summary>Nothing more.</summary>
        End,

        /// <summary>A word.</summary>
        Word,

        /// <summary>A semicolon.</summary>
        Separator,

        /// <summary>The start of a comment, which goes on to the end.</summary>
        Comment,
    }

    /// <summary>Where the word found starts.</summary>
    public int Start { get; private set; }

    /// <summary>Where the last token found ends.</summary>
    public int End { get; private set; }

    /// <summary>The word found, without quotes and backslashes.</summary>
    public string Value => _value.ToString();

    /// <summary>What is wrong with the word found; null when nothing is.</summary>
    public string? Problem { get; private set; }

    /// <summary>Where the problem begins.</summary>
    public int ProblemIndex { get; private set; }

    /// <summary>Finds the next token.</summary>
    public Token Next()
    {
        while (End < text.Length && char.IsWhiteSpace(text[End]))
        {
            End++;
        }

        if (End == text.Length)
        {
            return Token.End;
        }

        switch (text[End])
        {
            case ';':
                End++;
                return Token.Separator;
            case '#':
                End = text.Length;
                return Token.Comment;
            default:
                ScanWord();
                return Token.Word;
        }
    }

    private void ScanWord()
    {
        Start = End;
        Problem = null;
        _value.Clear();
        while (End < text.Length && text[End] != ';' && !char.IsWhiteSpace(text[End]))
        {
            char character = text[End];
            if (character is '\'' or '"')
            {
                ScanQuoted(character);
            }
            else if (character != '\\')
            {
                _value.Append(character);
                End++;
            }
            else if (End + 1 < text.Length)
            {
                _value.Append(text[End + 1]);
                End += 2;
            }
            else
            {
                SetProblem("the line ends with a backslash", End);
                End++;
            }
        }
    }

    private void ScanQuoted(char quote)
    {
        int opening = End++;
        while (End < text.Length && text[End] != quote)
        {
            if (quote == '"' && text[End] == '\\' && End + 1 < text.Length && (text[End + 1] is '"' or '\\'))
            {
                End++;
            }

            _value.Append(text[End++]);
        }

        if (End == text.Length)
        {
            SetProblem($"unterminated {(quote == '"' ? "double" : "single")} quote", opening);
            return;
        }

        End++;
    }

    private void SetProblem(string problem, int index)
    {
        Problem = problem;
        ProblemIndex = index;
    }
}
