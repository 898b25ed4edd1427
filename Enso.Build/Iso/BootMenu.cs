namespace Enso.Build.Iso;

/// <summary>Writes the ISO's boot menu: a template whose kernel has its command line put in.</summary>
internal static class BootMenu
{
    /// <summary>What stands in the template for the command line, with the space before it.</summary>
    public const string Placeholder = " COMMAND-LINE";

    private const string Plain = "_-./:=,+@%";

    /// <summary>Writes the menu.</summary>
    /// <param name="template">The template's file.</param>
    /// <param name="commandLine">The file that holds the command line; empty for none.</param>
    /// <param name="output">The menu's file.</param>
    /// <returns>0, the exit code.</returns>
    public static int Run(string template, string commandLine, string output)
    {
        string line = commandLine.Length == 0 ? "" : File.ReadAllText(commandLine).Trim();
        Directory.CreateDirectory(Path.GetDirectoryName(output)!);
        File.WriteAllText(output, Write(File.ReadAllText(template), line));
        return 0;
    }

    /// <summary>Puts a command line into a template.</summary>
    /// <param name="template">The template.</param>
    /// <param name="commandLine">The command line.</param>
    /// <returns>The menu.</returns>
    public static string Write(string template, string commandLine) => template.Replace(
        Placeholder,
        string.Concat(commandLine.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => $" {Quote(word)}")),
        StringComparison.Ordinal);

    // GRUB reads words as a shell does (GRUB manual, 6.1 "Quoting").
    private static string Quote(string word) =>
        word.All(c => char.IsAsciiLetterOrDigit(c) || Plain.Contains(c, StringComparison.Ordinal))
            ? word
            : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
