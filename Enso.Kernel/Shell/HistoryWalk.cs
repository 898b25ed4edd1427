namespace Enso.Kernel.Shell;

/// <summary>A walk through the history, from the line being typed to older ones and back.</summary>
/// <remarks>
/// The line that was typed is kept: walking past the newest entry brings it back. A walk by prefix stops only
/// at lines that begin with it and differ from the line shown.
/// </remarks>
/// <param name="history">The lines to walk through.</param>
/// <param name="draft">The line being typed when the walk began.</param>
internal sealed class HistoryWalk(History history, string draft)
{
    private int _index = history.Count;

    private string Current => _index == history.Count ? draft : history[_index];

    /// <summary>Goes to the next older line.</summary>
    /// <param name="byPrefix">Whether only lines that begin with the line being typed count.</param>
    /// <returns>The line, or null when there is none and the walk stays where it is.</returns>
    public string? Older(bool byPrefix)
    {
        for (int index = _index - 1; index >= 0; index--)
        {
            if (Matches(history[index], byPrefix))
            {
                _index = index;
                return history[index];
            }
        }

        return null;
    }

    /// <summary>Goes to the next newer line, at last to the one being typed.</summary>
    /// <param name="byPrefix">Whether only lines that begin with the line being typed count.</param>
    /// <returns>The line, or null when the walk is there already.</returns>
    public string? Newer(bool byPrefix)
    {
        for (int index = _index + 1; index < history.Count; index++)
        {
            if (Matches(history[index], byPrefix))
            {
                _index = index;
                return history[index];
            }
        }

        bool hasNewer = _index < history.Count;
        _index = history.Count;
        return hasNewer ? draft : null;
    }

    private bool Matches(string line, bool byPrefix) =>
        !byPrefix || (line.StartsWith(draft, StringComparison.Ordinal) && line != Current);
}
