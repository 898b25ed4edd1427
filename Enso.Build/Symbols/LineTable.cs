namespace Enso.Build.Symbols;

/// <summary>The line rows of a whole image, sorted by address, and the files that they name.</summary>
internal sealed class LineTable
{
    private readonly List<LineRow> _rows;
    private readonly List<string> _files;

    private LineTable(List<LineRow> rows, List<string> files)
    {
        _rows = rows;
        _files = files;
    }

    /// <summary>Shortened paths; entry 0 is empty and means that there is no source.</summary>
    public IReadOnlyList<string> Files => _files;

    /// <summary>All rows, sorted by address; rows at one address stay in the order of their
    /// programs.</summary>
    public IReadOnlyList<LineRow> Rows => _rows;

    /// <summary>Reads every line program of an image.</summary>
    /// <param name="sections">The image's debug sections.</param>
    /// <param name="directories">The compilation directory of each line program.</param>
    /// <param name="isCode">Whether an address is code of the image. A sequence that starts elsewhere
    /// describes a function that the linker dropped: its addresses became zero.</param>
    /// <param name="sourceRoot">Where the project's sources lie.</param>
    public static LineTable Read(
        DwarfSections sections,
        IReadOnlyDictionary<ulong, string> directories,
        Func<ulong, bool> isCode,
        string sourceRoot)
    {
        FileIndex files = new(sourceRoot);
        List<LineRow> rows = [];
        DwarfReader reader = new(sections.Lines.Span);
        while (!reader.AtEnd)
        {
            ulong start = (ulong)reader.Position;
            LineProgram program = new(sections, ref reader, directories.GetValueOrDefault(start), files);
            program.Run(ref reader, rows, isCode);
        }
        return new LineTable(Sort(rows), files.Paths);
    }

    /// <summary>The rows from <paramref name="start"/> up to <paramref name="end"/>: the first says what
    /// holds at the start, each later one changes the file or the line. Empty when nothing is
    /// known.</summary>
    /// <param name="start">The function's first address.</param>
    /// <param name="end">The address after it.</param>
    /// <param name="isManaged">Whether it is compiled C#. That compiler describes all methods in one
    /// sequence, so a method without rows (one that it made up itself) would seem to continue its neighbour's
    /// last line, and a first row may come only after the prologue. Such a method starts with its own first
    /// row, or has none.</param>
    public List<LineRow> Within(ulong start, ulong end, bool isManaged)
    {
        List<LineRow> result = [];
        for (int i = Math.Max(LastAtOrBefore(start), 0); i < _rows.Count && _rows[i].Address < end; i++)
        {
            LineRow row = _rows[i];
            if (isManaged && row.Address < start)
            {
                continue;
            }
            if (row.Ends)
            {
                row = new LineRow(row.Address, 0, 0, true);
            }
            bool first = isManaged && result.Count == 0;
            row = row with { Address = first ? start : Math.Max(row.Address, start) };
            if (result.Count > 0 && result[^1].Address == row.Address)
            {
                result.RemoveAt(result.Count - 1);
            }
            if (result.Count == 0 || result[^1].File != row.File || result[^1].Line != row.Line)
            {
                result.Add(row);
            }
        }
        bool known = result.Exists(r => r.File != 0);
        return known ? result : [];
    }

    private int LastAtOrBefore(ulong address)
    {
        int low = 0;
        int high = _rows.Count - 1;
        while (low <= high)
        {
            int middle = (low + high) / 2;
            if (_rows[middle].Address <= address)
            {
                low = middle + 1;
            }
            else
            {
                high = middle - 1;
            }
        }
        return high;
    }

    private static List<LineRow> Sort(List<LineRow> rows)
    {
        // Sequences first, then rows: the order of rows at one address means something. The end of a sequence
        // hides a row of its own at that address, but not the start of the sequence that follows there.
        List<List<LineRow>> sequences = [[]];
        foreach (LineRow row in rows)
        {
            sequences[^1].Add(row);
            if (row.Ends)
            {
                sequences.Add([]);
            }
        }
        return [.. sequences.Where(s => s.Count > 0).OrderBy(s => s[0].Address).SelectMany(s => s)
            .OrderBy(r => r.Address)];
    }
}
