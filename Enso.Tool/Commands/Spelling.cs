namespace Enso.Tool.Commands;

/// <summary>Guesses what a mistyped word was meant to be.</summary>
internal static class Spelling
{
    private const int MaximumDistance = 3;

    /// <summary>Finds the nearest word.</summary>
    /// <param name="word">What was typed.</param>
    /// <param name="candidates">What there is.</param>
    /// <returns>The nearest, or null when none is near.</returns>
    public static string? Nearest(string word, IEnumerable<string> candidates) => candidates
        .Select(candidate => (candidate, distance: Distance(word, candidate)))
        .Where(pair => pair.distance <= Math.Min(MaximumDistance, Math.Max(1, pair.candidate.Length - 1)))
        .OrderBy(pair => pair.distance)
        .Select(pair => pair.candidate)
        .FirstOrDefault();

    // Damerau's distance, restricted: edits of adjacent letters, each counted once.
    private static int Distance(string a, string b)
    {
        int[,] table = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++)
        {
            for (int j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    table[i, j] = i + j;
                    continue;
                }

                int change = a[i - 1] == b[j - 1] ? 0 : 1;
                int best = Math.Min(table[i - 1, j - 1] + change, Math.Min(table[i - 1, j], table[i, j - 1]) + 1);
                bool isSwap = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
                table[i, j] = isSwap ? Math.Min(best, table[i - 2, j - 2] + 1) : best;
            }
        }

        return table[a.Length, b.Length];
    }
}
