using System.Text;

namespace Enso.Tool.Terminal;

/// <summary>Splits a line of shell commands.</summary>
public static class CommandList
{
    /// <summary>Splits at semicolons that stand outside quotes. Quotes stay: the guest's shell reads them.</summary>
    /// <param name="line">The line, such as <c>cores; echo 'a; b'; poweroff</c>.</param>
    /// <returns>The commands, without surrounding blanks, and without empty ones.</returns>
    /// <exception cref="FormatException">A quote is not closed.</exception>
    public static IReadOnlyList<string> Split(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        List<string> commands = [];
        StringBuilder command = new();
        char quote = '\0';
        foreach (char c in line)
        {
            if (quote == '\0' && c is ';' or '\n')
            {
                Add();
                continue;
            }

            if (quote == '\0' ? c is '\'' or '"' : c == quote)
            {
                quote = quote == '\0' ? c : '\0';
            }

            command.Append(c);
        }

        if (quote != '\0')
        {
            throw new FormatException($"the quote {quote} is not closed");
        }

        Add();
        return commands;

        void Add()
        {
            string text = command.ToString().Trim();
            if (text.Length > 0)
            {
                commands.Add(text);
            }

            command.Clear();
        }
    }

    /// <summary>Whether a command ends the machine.</summary>
    /// <param name="command">The command.</param>
    /// <returns>Whether its first word is <c>poweroff</c> or <c>reboot</c>.</returns>
    public static bool EndsMachine(string command)
    {
        ArgumentNullException.ThrowIfNull(command);
        return command.Split(' ', 2)[0] is "poweroff" or "reboot";
    }
}
