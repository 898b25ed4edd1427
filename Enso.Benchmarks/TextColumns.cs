using System.Text;

namespace Enso.Benchmarks;

/// <summary>Writes rows of cells under one another.</summary>
internal sealed class TextColumns
{
    private const string Gap = "  ";

    private readonly string _layout;
    private readonly int[] _widths;

    /// <summary>Makes columns that are wide enough.</summary>
    /// <param name="layout">A letter for each column: <c>w</c> for words, which begin at its left; <c>n</c> for numbers, which
    /// end at its right; <c>r</c> for what belongs to the number before it, and begins at its left.</param>
    /// <param name="rows">All rows.</param>
    public TextColumns(string layout, IReadOnlyList<string[]> rows)
    {
        _layout = layout;
        _widths = new int[layout.Length];
        foreach (string[] row in rows)
        {
            for (int i = 0; i < _widths.Length; i++)
            {
                _widths[i] = Math.Max(_widths[i], row[i].Length);
            }
        }
    }

    /// <summary>Writes a row.</summary>
    /// <param name="row">Its cells.</param>
    /// <returns>The line.</returns>
    public string Line(string[] row)
    {
        StringBuilder line = new();
        for (int i = 0; i < row.Length; i++)
        {
            line.Append(_layout[i] == 'r' ? " " : Gap);
            line.Append(_layout[i] == 'n' ? row[i].PadLeft(_widths[i]) : row[i].PadRight(_widths[i]));
        }

        return line.ToString().TrimEnd();
    }
}
