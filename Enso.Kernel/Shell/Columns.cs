using System.Text;

namespace Enso.Kernel.Shell;

/// <summary>Lays words out in columns, down first, as a directory listing does.</summary>
internal static class Columns
{
    private const int Gap = 2;

    /// <summary>Appends the words in as few rows as fit.</summary>
    /// <param name="output">Where the rows go; each ends with a carriage return and a line feed.</param>
    /// <param name="words">The words.</param>
    /// <param name="width">The cells of a row; a word that is wider has a row of its own.</param>
    public static void Append(StringBuilder output, ReadOnlySpan<string> words, int width)
    {
        int widest = 0;
        foreach (string word in words)
        {
            widest = Math.Max(widest, CellWidth.Of(word));
        }

        // The last column needs no gap; the cell that is kept free is where the cursor goes.
        int columns = Math.Max((width - 1 + Gap) / (widest + Gap), 1);
        int rows = (words.Length + columns - 1) / columns;
        for (int row = 0; row < rows; row++)
        {
            for (int index = row; index < words.Length; index += rows)
            {
                output.Append(words[index]);
                if (index + rows < words.Length)
                {
                    output.Append(' ', widest + Gap - CellWidth.Of(words[index]));
                }
            }

            output.Append("\r\n");
        }
    }
}
