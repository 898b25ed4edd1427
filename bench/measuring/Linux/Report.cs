using System.Globalization;
using System.Runtime.InteropServices;

namespace Measuring;

/// <summary>Writes lines that a program can read: <c>@bench system KEY TEXT</c>,
/// <c>@bench result NAME 1 NANOSECONDS</c>, and at the end <c>@bench end</c>. A figure with several values has them as
/// <c>NAME/p50</c>, <c>NAME/bytes</c> and so on, and the probes around it, if it has any, as <c>NAME/before</c> and
/// <c>NAME/after</c>. The peers write the same, but for the system and the probes.</summary>
internal static class Report
{
    private const string Mark = "@bench";

    /// <summary>Writes what the program runs on.</summary>
    /// <param name="cores">The cores that it uses.</param>
    public static void WriteSystem(string cores)
    {
        Console.WriteLine($"{Mark} system os {RuntimeInformation.OSDescription}");
        Console.WriteLine($"{Mark} system framework {RuntimeInformation.FrameworkDescription}");
        Console.WriteLine($"{Mark} system cores {cores}");
    }

    /// <summary>Writes a round.</summary>
    /// <param name="figure">What was measured.</param>
    /// <param name="round">The round.</param>
    public static void WriteRound(Figure figure, Round round)
    {
        for (int i = 0; i < round.Values.Length; i++)
        {
            WriteValue(figure.Parts[i] == "" ? figure.Name : $"{figure.Name}/{figure.Parts[i]}", round.Values[i]);
        }

        if (!figure.IsOfOneCore)
        {
            WriteValue($"{figure.Name}/before", round.Before);
            WriteValue($"{figure.Name}/after", round.After);
        }
    }

    /// <summary>Writes a value.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="nanoseconds">The value.</param>
    public static void WriteValue(string name, double nanoseconds) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Mark} result {name} 1 {nanoseconds:F3}"));

    /// <summary>Writes that nothing is missing.</summary>
    public static void WriteEnd() => Console.WriteLine($"{Mark} end");
}
