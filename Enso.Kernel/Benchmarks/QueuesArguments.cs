using System.Globalization;
using Enso.Benchmarks;
using Enso.Kernel.Shell;

namespace Enso.Kernel.Benchmarks;

/// <summary>What the shell's <c>bench queues</c> is asked for.</summary>
/// <param name="Options">What to measure.</param>
/// <param name="Cores">Between which cores; null for the first two.</param>
internal sealed record QueuesArguments(QueuesOptions Options, int[]? Cores)
{
    /// <summary>What counts are divided by unless told otherwise: with it everything takes well under a minute on an
    /// emulated machine.</summary>
    public const int DefaultDivisor = 50;

    private const int MaximumRounds = 1000;
    private const int MaximumDivisor = 10_000;
    private const string RoundsOption = "--rounds";
    private const string DivideOption = "--divide";
    private const string CoresOption = "--cores";

    private static readonly QueuesOptions s_presets = new() { Rounds = 1, Divisor = DefaultDivisor, HasPeers = false };

    /// <summary>Every word that has a meaning.</summary>
    public static IEnumerable<string> Words => [.. Names, RoundsOption, DivideOption, CoresOption];

    private static IEnumerable<string> Names =>
    [
        .. s_presets.Measures.Select(measure => measure.Way).Distinct(),
        .. s_presets.Contenders.Select(queue => queue.Name),
    ];

    /// <summary>Reads the command's words.</summary>
    /// <param name="words">The words after <c>bench queues</c>.</param>
    /// <exception cref="CommandException">They mean nothing.</exception>
    public static QueuesArguments Read(IReadOnlyList<string> words)
    {
        QueuesOptions options = s_presets;
        int[]? cores = null;
        List<string> names = [];
        for (int i = 0; i < words.Count; i++)
        {
            switch (words[i])
            {
                case RoundsOption:
                    options = options with { Rounds = Number(words, ref i, MaximumRounds) };
                    break;
                case DivideOption:
                    options = options with { Divisor = Number(words, ref i, MaximumDivisor) };
                    break;
                case CoresOption:
                    cores = Pair(words, ref i);
                    break;
                default:
                    names.Add(Known(words[i]));
                    break;
            }
        }

        options = options with { Words = [.. names.Distinct()] };
        return options.Figures(QueuesCatalog.OwnProgram).Count > 0
            ? new QueuesArguments(options, cores)
            : throw new CommandException(
                $"'{string.Join(' ', names)}' chooses nothing: no such queue passes messages so");
    }

    private static string Known(string word) => Names.Contains(word)
        ? word
        : throw new CommandException(
            $"'{word}' is neither an option, a way of passing messages nor a queue; use {string.Join(", ", Words)}");

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
