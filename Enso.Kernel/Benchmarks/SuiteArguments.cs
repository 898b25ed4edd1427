using System.Globalization;
using Enso.Benchmarks;
using Enso.Kernel.Shell;

namespace Enso.Kernel.Benchmarks;

/// <summary>What the shell's <c>bench</c> is asked for.</summary>
/// <param name="Options">What to measure.</param>
/// <param name="Cores">Between which cores; null for the first two.</param>
internal sealed record SuiteArguments(SuiteOptions Options, int[]? Cores)
{
    /// <summary>What counts are divided by unless told otherwise: with it everything takes well under a minute on an
    /// emulated machine.</summary>
    public const int DefaultDivisor = 50;

    private const string RoundsOption = "--rounds";
    private const string DivideOption = "--divide";
    private const string CoresOption = "--cores";

    /// <summary>Every word that has a meaning.</summary>
    /// <param name="suite">What is measured.</param>
    public static IEnumerable<string> Words(Suite suite) => [.. Names(suite), RoundsOption, DivideOption, CoresOption];

    /// <summary>Reads the command's words.</summary>
    /// <param name="suite">What is measured.</param>
    /// <param name="words">The words after its name.</param>
    /// <exception cref="CommandException">They mean nothing.</exception>
    public static SuiteArguments Read(Suite suite, IReadOnlyList<string> words)
    {
        SuiteOptions options = Presets(suite);
        int[]? cores = null;
        List<string> names = [];
        for (int i = 0; i < words.Count; i++)
        {
            switch (words[i])
            {
                case RoundsOption:
                    options = options with { Rounds = Number(words, ref i, SuiteOptions.MaximumRounds) };
                    break;
                case DivideOption:
                    options = options with { Divisor = Number(words, ref i, SuiteOptions.MaximumDivisor) };
                    break;
                case CoresOption:
                    cores = Pair(words, ref i);
                    break;
                default:
                    names.Add(Known(suite, words[i]));
                    break;
            }
        }

        options = options with { Words = [.. names.Distinct()] };
        return options.Figures.Any()
            ? new SuiteArguments(options, cores)
            : throw new CommandException(
                $"'{string.Join(' ', names)}' chooses nothing: these have no figure in common");
    }

    private static SuiteOptions Presets(Suite suite) =>
        new(suite) { Rounds = 1, Divisor = DefaultDivisor, HasPeers = false };

    // Not those of other languages.
    private static IEnumerable<string> Names(Suite suite)
    {
        SuiteFigure[] figures = [.. Presets(suite).Figures];
        return suite.Words.Where(word =>
            Array.Exists(figures, figure => figure.Measure.Name == word || figure.Contender == word));
    }

    private static string Known(Suite suite, string word) => Names(suite).Contains(word)
        ? word
        : throw new CommandException($"'{word}' {suite.Unknown}, nor an option; use {string.Join(", ", Words(suite))}");

    private static int Number(IReadOnlyList<string> words, ref int i, int maximum) =>
        ++i < words.Count && TryRead(words[i], out int number) && number >= 1 && number <= maximum
            ? number
            : throw new CommandException(
                $"{words[Math.Min(i, words.Count) - 1]} takes a whole number from 1 to {maximum}");

    private static int[] Pair(IReadOnlyList<string> words, ref int i) =>
        ++i < words.Count && words[i].Split(',') is [var first, var second]
            && TryRead(first, out int left) && TryRead(second, out int right) && left != right
            ? [left, right]
            : throw new CommandException($"{CoresOption} takes two different cores, such as 0,1");

    private static bool TryRead(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
