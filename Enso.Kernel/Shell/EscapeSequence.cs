namespace Enso.Kernel.Shell;

/// <summary>The escape sequences (ECMA-48) that the shell writes, and how to see past them.</summary>
internal static class EscapeSequence
{
    /// <summary>Erases from the cursor to the end of the screen.</summary>
    public const string EraseBelow = "\e[J";

    /// <summary>Moves to the top left corner and erases the screen.</summary>
    public const string ClearScreen = "\e[H\e[2J";

    /// <summary>FinalTerm's semantic prompt mark: the prompt begins.</summary>
    public const string PromptStart = "\e]133;A\a";

    /// <summary>FinalTerm's semantic prompt mark: the prompt ended, what the user types begins.</summary>
    public const string InputStart = "\e]133;B\a";

    /// <summary>FinalTerm's semantic prompt mark: the command's output begins.</summary>
    public const string OutputStart = "\e]133;C\a";

    /// <summary>FinalTerm's semantic prompt mark: the command line finished.</summary>
    /// <param name="status">The status of its last command.</param>
    public static string Finished(int status) => $"\e]133;D;{status}\a";

    /// <summary>
    /// The length of the escape sequence that text begins with; zero when it does not begin with one.
    /// </summary>
    /// <param name="text">The text; a sequence that it cuts off extends to its end.</param>
    public static int LengthAt(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || text[0] != '\e')
        {
            return 0;
        }

        if (text.Length < 2 || (text[1] != '[' && text[1] != ']'))
        {
            return Math.Min(text.Length, 2);
        }

        int end = text[1] == '['
            ? text[2..].IndexOfAnyInRange('@', '~')
            : text[2..].IndexOfAny('\a', '\e');
        if (end < 0)
        {
            return text.Length;
        }

        // An operating system command ends with BEL, or with ESC and a backslash.
        bool endsWithTwo = text[1] == ']' && text[2 + end] == '\e';
        return Math.Min(text.Length, 3 + end + (endsWithTwo ? 1 : 0));
    }
}
