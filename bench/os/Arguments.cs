using System.Globalization;

namespace OsBench;

/// <summary>What the command line asks for.</summary>
/// <param name="rounds">How often each benchmark is measured.</param>
/// <param name="divisor">What every count of operations is divided by: for trying out, not for figures.</param>
/// <param name="names">The benchmarks to run; all when empty.</param>
internal sealed class Arguments(int rounds, int divisor, IReadOnlyList<string> names)
{
    private const int PresetRounds = 5;

    /// <summary>How often each benchmark is measured.</summary>
    public int Rounds => rounds;

    /// <summary>Reads the command line.</summary>
    /// <param name="words">The words.</param>
    /// <param name="known">The benchmarks' names.</param>
    /// <param name="error">What is wrong, when anything is.</param>
    /// <returns>What they mean; null when something is wrong.</returns>
    public static Arguments? Read(IReadOnlyList<string> words, IReadOnlyList<string> known, out string error)
    {
        int rounds = PresetRounds;
        int divisor = 1;
        List<string> names = [];
        error = "";
        for (int i = 0; i < words.Count; i++)
        {
            string word = words[i];
            if (word is "--rounds" or "--divide")
            {
                string value = ++i < words.Count ? words[i] : "";
                bool isNumber = int.TryParse(
                    value, NumberStyles.None, CultureInfo.InvariantCulture, out int number);
                if (!isNumber || number == 0)
                {
                    error = $"{word}: '{value}' is not valid; give a whole number from 1.";
                    return null;
                }

                (rounds, divisor) = word == "--rounds" ? (number, divisor) : (rounds, number);
            }
            else if (known.Contains(word))
            {
                names.Add(word);
            }
            else
            {
                error = $"'{word}' is not a benchmark; give --rounds N, --divide N, or any of: "
                    + $"{string.Join(", ", known)}.";
                return null;
            }
        }

        return new Arguments(rounds, divisor, names);
    }

    /// <summary>Whether a benchmark is to run.</summary>
    /// <param name="name">Its name.</param>
    public bool Includes(string name) => names.Count == 0 || names.Contains(name);

    /// <summary>The operations of a round.</summary>
    /// <param name="operations">The operations of a round of full length.</param>
    public int Shorten(int operations) => Math.Max(1, operations / divisor);
}
