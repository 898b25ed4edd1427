namespace Enso.Kernel.Shell;

/// <summary>How many slips of the fingers lie between two words.</summary>
internal static class EditDistance
{
    /// <summary>
    /// The Damerau-Levenshtein distance in its restricted form (optimal string alignment): how many letters
    /// to insert, delete, replace, or swap with their neighbour, none of them twice.
    /// </summary>
    /// <param name="left">One word.</param>
    /// <param name="right">The other.</param>
    public static int Between(string left, string right)
    {
        int[,] distance = new int[left.Length + 1, right.Length + 1];
        for (int i = 0; i <= left.Length; i++)
        {
            for (int j = 0; j <= right.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    distance[i, j] = i + j;
                    continue;
                }

                int replaced = distance[i - 1, j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                int best = Math.Min(replaced, Math.Min(distance[i - 1, j], distance[i, j - 1]) + 1);
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                {
                    best = Math.Min(best, distance[i - 2, j - 2] + 1);
                }

                distance[i, j] = best;
            }
        }

        return distance[left.Length, right.Length];
    }
}
