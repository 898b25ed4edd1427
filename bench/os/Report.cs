using System.Globalization;
using System.Runtime.InteropServices;

namespace OsBench;

/// <summary>Writes lines that a program can read among whatever else is on the console:
/// <c>@bench system KEY TEXT</c>, <c>@bench result NAME ROUND NANOSECONDS</c>, and at the end <c>@bench end</c>. On
/// Linux <c>linux/init.c</c> adds <c>@bench status NUMBER</c> and, when something is wrong, <c>@bench error TEXT</c>.
/// </summary>
internal static class Report
{
    private const string Mark = "@bench";

    /// <summary>Writes what the program runs on.</summary>
    public static void WriteSystem()
    {
        Console.WriteLine($"{Mark} system os {RuntimeInformation.OSDescription}");
        Console.WriteLine($"{Mark} system framework {RuntimeInformation.FrameworkDescription}");
        Console.WriteLine($"{Mark} system cores {Environment.ProcessorCount}");
    }

    /// <summary>Writes a benchmark's results.</summary>
    /// <param name="names">The names of a round's values.</param>
    /// <param name="rounds">The values of each round, in nanoseconds.</param>
    public static void WriteResults(IReadOnlyList<string> names, IReadOnlyList<double[]> rounds)
    {
        for (int round = 0; round < rounds.Count; round++)
        {
            for (int i = 0; i < names.Count; i++)
            {
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture, $"{Mark} result {names[i]} {round + 1} {rounds[round][i]:F1}"));
            }
        }
    }

    /// <summary>Writes that nothing is missing.</summary>
    public static void WriteEnd() => Console.WriteLine($"{Mark} end");
}
