using System.Globalization;

namespace Measuring;

/// <summary>What the command line asks for.</summary>
/// <param name="Divisor">What every count of operations is divided by: for trying out, not for figures.</param>
/// <param name="Names">The figures, in order; the probe alone when empty.</param>
internal sealed record Arguments(int Divisor, IReadOnlyList<string> Names)
{
    /// <summary>Reads the command line.</summary>
    /// <param name="words">The words.</param>
    /// <param name="known">The figures' names.</param>
    /// <param name="error">What is wrong, when anything is.</param>
    /// <returns>What they mean; null when something is wrong.</returns>
    public static Arguments? Read(IReadOnlyList<string> words, IReadOnlyCollection<string> known, out string error)
    {
        int divisor = 1;
        List<string> names = [];
        error = "";
        for (int i = 0; i < words.Count; i++)
        {
            if (words[i] == "--divide")
            {
                string value = ++i < words.Count ? words[i] : "";
                if (!int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out divisor) || divisor == 0)
                {
                    error = $"--divide: '{value}' is not valid; give a whole number from 1.";
                    return null;
                }
            }
            else if (known.Contains(words[i]))
            {
                names.Add(words[i]);
            }
            else
            {
                error = $"'{words[i]}' is not a figure; give --divide N, or any of: {string.Join(", ", known)}.";
                return null;
            }
        }

        return new Arguments(divisor, names);
    }
}
