using System.Text;

namespace Enso.Kernel.Shell;

/// <summary>An incremental search backwards through the history.</summary>
/// <param name="history">The lines to search.</param>
/// <param name="original">The line being typed when the search began; shown until something matches.</param>
internal sealed class ReverseSearch(History history, string original)
{
    private readonly List<Rune> _query = [];
    private int _index = history.Count;

    /// <summary>The line being typed when the search began.</summary>
    public string Original => original;

    /// <summary>The line found, or the original one.</summary>
    public string Line => _index == history.Count ? original : history[_index];

    /// <summary>Where the match starts in <see cref="Line"/>, in characters.</summary>
    public int MatchStart
    {
        get
        {
            int start = _query.Count == 0 ? -1 : Line.LastIndexOf(Query, StringComparison.Ordinal);
            return start < 0 ? int.MaxValue : Line[..start].EnumerateRunes().Count();
        }
    }

    /// <summary>What the search shows in place of the prompt.</summary>
    public string Prompt => $"({(HasFailed ? "failed " : "")}reverse-search)'{Query}': ";

    private string Query => string.Concat(_query);

    private bool HasFailed { get; set; }

    /// <summary>Adds a character to what is looked for; the line found stays if it still matches.</summary>
    /// <param name="rune">The character.</param>
    public void Add(Rune rune)
    {
        _query.Add(rune);
        SearchFrom(Math.Min(_index, history.Count - 1));
    }

    /// <summary>
    /// Takes the last character of what is looked for away and searches from the newest line again.
    /// </summary>
    public void RemoveLast()
    {
        if (_query.Count > 0)
        {
            _query.RemoveAt(_query.Count - 1);
        }

        _index = history.Count;
        HasFailed = false;
        if (_query.Count > 0)
        {
            SearchFrom(history.Count - 1);
        }
    }

    /// <summary>Goes to the next older line that matches and differs from the one shown.</summary>
    public void Older()
    {
        if (_query.Count > 0)
        {
            SearchFrom(_index - 1, Line);
        }
    }

    private void SearchFrom(int start, string? except = null)
    {
        string query = Query;
        for (int index = start; index >= 0; index--)
        {
            if (history[index] != except && history[index].Contains(query, StringComparison.Ordinal))
            {
                _index = index;
                HasFailed = false;
                return;
            }
        }

        HasFailed = true;
    }
}
