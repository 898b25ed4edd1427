using System.Text;

namespace Enso.Kernel.Shell;

/// <summary>Edits a line on a terminal with the keys of Emacs and GNU Readline.</summary>
/// <remarks>
/// <para>
/// Ctrl-A, E, B, F, arrows, Home, End: move. Alt-B, Alt-F, Ctrl-arrows: move by words. Backspace, Delete,
/// Ctrl-D: erase. Ctrl-K, U, W, Alt-D, Alt-Backspace: erase and keep, Ctrl-Y: bring back. Ctrl-T: swap.
/// Ctrl-L: clear the screen. Ctrl-P, Ctrl-N: history. Up, Down: history, of lines that begin with what was
/// typed. Ctrl-R: search backwards. Tab: complete, a second time: list. Ctrl-C: forget the line. Ctrl-D on an
/// empty line: end.
/// </para>
/// <para>
/// It reads ahead what was typed early, so a second reader of the same terminal may miss bytes. One thread
/// uses it.
/// </para>
/// </remarks>
public sealed class LineEditor
{
    /// <summary>The most completions that a second Tab lists; the rest are counted.</summary>
    public const int MaximumListedCompletions = 200;

    private const string Bell = "\a";
    private readonly ITerminal _terminal;
    private readonly History _history;
    private readonly ILineCompleter? _completer;
    private readonly KeyReader _keys;
    private readonly LineDisplay _display;
    private readonly EditBuffer _line = new();
    private string _prompt = "";
    private string _killed = "";
    private HistoryWalk? _walk;
    private ReverseSearch? _search;
    private bool _lastWasKill;
    private bool _lastWasTab;
    private LineResult? _result;

    /// <summary>Makes an editor.</summary>
    /// <param name="terminal">The terminal to edit on.</param>
    /// <param name="history">The lines that were entered before; the editor only reads it.</param>
    /// <param name="completer">Completes words on Tab; without it Tab does nothing.</param>
    public LineEditor(ITerminal terminal, History history, ILineCompleter? completer = null)
    {
        _terminal = terminal;
        _history = history;
        _completer = completer;
        _keys = new KeyReader(terminal);
        _display = new LineDisplay(terminal);
    }

    /// <summary>Shows a prompt and edits a line until it is accepted, cancelled, or the input ends.</summary>
    /// <param name="prompt">
    /// The prompt, colours and marks included; the cursor is at the start of a row.
    /// </param>
    public LineResult ReadLine(string prompt)
    {
        _prompt = prompt;
        _line.Set("");
        _walk = null;
        _search = null;
        _result = null;
        Refresh();
        while (_result is null)
        {
            if (!_keys.TryRead(out KeyPress key))
            {
                _display.Finish();
                return new LineResult(LineOutcome.EndOfInput, "");
            }

            if (_search is null || !HandleSearchKey(_search, key))
            {
                HandleKey(key);
            }

            if (_result is null)
            {
                Refresh();
            }
        }

        return _result.Value;
    }

    private void Refresh()
    {
        if (_search is null)
        {
            _display.Show(_prompt, _line.Runes, _line.Cursor);
        }
        else
        {
            _line.Set(_search.Line, _search.MatchStart);
            _display.Show(_search.Prompt, _line.Runes, _line.Cursor);
        }
    }

    private void HandleKey(KeyPress key)
    {
        bool wasKill = _lastWasKill;
        bool wasTab = _lastWasTab;
        _lastWasKill = false;
        _lastWasTab = false;
        switch (key.Key)
        {
            case Key.Character when key.Modifiers == KeyModifiers.None:
                Edit(IsPrintable(key.Rune) && _line.Insert(key.Rune));
                break;
            case Key.Character when key.Modifiers == KeyModifiers.Control:
                HandleControl((char)key.Rune.Value, wasKill);
                break;
            case Key.Character when key.Modifiers == KeyModifiers.Alt:
                HandleAlt(Rune.ToLowerInvariant(key.Rune), wasKill);
                break;
            case Key.Backspace when key.Modifiers == KeyModifiers.Alt:
                Kill(_line.PreviousWord(), _line.Cursor, wasKill);
                break;
            case Key.Delete when key.Modifiers != KeyModifiers.None:
                Kill(_line.Cursor, _line.NextWord(), wasKill);
                break;
            case Key.Backspace:
                Edit(Erase(_line.PreviousCharacter(), _line.Cursor));
                break;
            case Key.Delete:
                Edit(Erase(_line.Cursor, _line.NextCharacter()));
                break;
            case Key.Tab when key.Modifiers == KeyModifiers.None:
                Complete(wasTab);
                break;
            case Key.Enter:
                End(LineOutcome.Accepted);
                break;
            default:
                HandleMove(key);
                break;
        }
    }

    private void HandleMove(KeyPress key)
    {
        bool byWord = (key.Modifiers & (KeyModifiers.Control | KeyModifiers.Alt)) != 0;
        switch (key.Key)
        {
            case Key.Left:
                _line.MoveTo(byWord ? _line.PreviousWord() : _line.PreviousCharacter());
                break;
            case Key.Right:
                _line.MoveTo(byWord ? _line.NextWord() : _line.NextCharacter());
                break;
            case Key.Home:
                _line.MoveTo(0);
                break;
            case Key.End:
                _line.MoveTo(_line.Length);
                break;
            case Key.Up:
                WalkHistory(older: true, byPrefix: true);
                break;
            case Key.Down:
                WalkHistory(older: false, byPrefix: true);
                break;
        }
    }

    private void HandleControl(char letter, bool wasKill)
    {
        switch (letter)
        {
            case 'a':
                _line.MoveTo(0);
                break;
            case 'e':
                _line.MoveTo(_line.Length);
                break;
            case 'b':
                _line.MoveTo(_line.PreviousCharacter());
                break;
            case 'f':
                _line.MoveTo(_line.NextCharacter());
                break;
            case 'k':
                Kill(_line.Cursor, _line.Length, wasKill);
                break;
            case 'u':
                Kill(0, _line.Cursor, wasKill);
                break;
            case 'w':
                Kill(_line.PreviousBlank(), _line.Cursor, wasKill);
                break;
            case 'y':
                Edit(_line.Insert(_killed));
                break;
            case 't':
                Edit(_line.Transpose());
                break;
            case 'l':
                _display.ClearScreen();
                break;
            case 'p':
                WalkHistory(older: true, byPrefix: false);
                break;
            case 'n':
                WalkHistory(older: false, byPrefix: false);
                break;
            case 'r':
                _search = new ReverseSearch(_history, _line.ToString());
                break;
            case 'c':
                End(LineOutcome.Cancelled);
                break;
            case 'd' when _line.Length == 0:
                End(LineOutcome.EndOfInput);
                break;
            case 'd':
                Edit(Erase(_line.Cursor, _line.NextCharacter()));
                break;
        }
    }

    private void HandleAlt(Rune letter, bool wasKill)
    {
        switch (letter.Value)
        {
            case 'b':
                _line.MoveTo(_line.PreviousWord());
                break;
            case 'f':
                _line.MoveTo(_line.NextWord());
                break;
            case 'd':
                Kill(_line.Cursor, _line.NextWord(), wasKill);
                break;
        }
    }

    /// <summary>
    /// Handles a key during a search; false when it ended the search and is still to be acted on.
    /// </summary>
    private bool HandleSearchKey(ReverseSearch search, KeyPress key)
    {
        _walk = null;
        if (key is { Key: Key.Character, Modifiers: KeyModifiers.None } && IsPrintable(key.Rune))
        {
            search.Add(key.Rune);
        }
        else if (key.Key == Key.Backspace && key.Modifiers == KeyModifiers.None)
        {
            search.RemoveLast();
        }
        else if (key.IsControl('r'))
        {
            search.Older();
        }
        else if (key.IsControl('l'))
        {
            _display.ClearScreen();
        }
        else
        {
            _search = null;
            bool isAborted = key.IsControl('g');
            if (isAborted)
            {
                _line.Set(search.Original);
            }

            return isAborted || key.Key == Key.Escape;
        }

        return true;
    }

    private void End(LineOutcome outcome)
    {
        // The line stays on the screen as it was entered, without the search's prompt before it.
        Refresh();
        _display.Finish(outcome == LineOutcome.Cancelled ? "^C" : "");
        _result = new LineResult(outcome, outcome == LineOutcome.Accepted ? _line.ToString() : "");
    }

    /// <summary>An edited line is a new one: the next step into the history begins from it.</summary>
    private void Edit(bool changed)
    {
        if (changed)
        {
            _walk = null;
        }
        else
        {
            _terminal.Write(Bell);
        }
    }

    private bool Erase(int start, int end)
    {
        if (start == end)
        {
            return false;
        }

        _line.Remove(start, end);
        return true;
    }

    private void Kill(int start, int end, bool wasKill)
    {
        bool isBackwards = end == _line.Cursor;
        string removed = _line.Remove(start, end);
        _lastWasKill = true;
        if (removed.Length > 0)
        {
            // Kills that follow each other collect what they remove in the order that it stood in the line.
            string kept = wasKill ? _killed : "";
            _killed = isBackwards ? removed + kept : kept + removed;
            _walk = null;
        }
    }

    private void WalkHistory(bool older, bool byPrefix)
    {
        _walk ??= new HistoryWalk(_history, _line.ToString());
        string? line = older ? _walk.Older(byPrefix) : _walk.Newer(byPrefix);
        if (line is not null)
        {
            _line.Set(line);
        }
    }

    private void Complete(bool wasTab)
    {
        string before = _line.TextBetween(0, _line.Cursor);
        if (!TryComplete(before, out Completion? completion))
        {
            return;
        }

        if (completion is null || completion.Candidates.Count == 0)
        {
            _terminal.Write(Bell);
            return;
        }

        string common = completion.CommonPrefix();
        if (completion.Candidates.Count == 1 || common.Length > completion.Word.Length)
        {
            string ending = completion.Candidates.Count == 1 ? " " : "";
            int start = before[..completion.Start].EnumerateRunes().Count();
            _line.Remove(start, _line.Cursor);
            Edit(_line.Insert(CommandLine.Quote(common) + ending));
        }
        else if (wasTab)
        {
            ListCandidates(completion.Candidates);
        }
        else
        {
            _terminal.Write(Bell);
        }

        _lastWasTab = true;
    }

    private bool TryComplete(string text, out Completion? completion)
    {
        completion = null;
        try
        {
            completion = _completer?.Complete(text);
            return true;
        }
        catch (Exception exception)
        {
            // A command that cannot name its arguments must not take the line with it: say so and go on.
            _display.Finish();
            _terminal.Write(exception.ToString().ReplaceLineEndings("\r\n") + "\r\n");
            return false;
        }
    }

    private void ListCandidates(IReadOnlyList<string> candidates)
    {
        _display.Finish();
        StringBuilder list = new();
        Columns.Append(list, [.. candidates.Take(MaximumListedCompletions)], _display.Columns);
        if (candidates.Count > MaximumListedCompletions)
        {
            list.Append($"and {candidates.Count - MaximumListedCompletions} more\r\n");
        }

        _terminal.Write(list.ToString());
    }

    private static bool IsPrintable(Rune rune) => !Rune.IsControl(rune);
}
