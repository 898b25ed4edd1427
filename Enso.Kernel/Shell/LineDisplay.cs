using System.Runtime.InteropServices;
using System.Text;

namespace Enso.Kernel.Shell;

/// <summary>Keeps a prompt and a line of any length on the screen, writing only what changed.</summary>
/// <remarks>
/// <para>
/// It remembers which characters the screen shows. A refresh goes to the first that differs, writes from
/// there, erases what is left of a longer line, and puts the cursor in its place; a character added at the
/// end is that character.
/// </para>
/// <para>
/// Positions are counted from the cell where the prompt begins, which is at the start of a row. A terminal
/// that has filled its last column holds the cursor there until more comes. A blank and a carriage return
/// settle it at the start of the next row, on terminals that wrap at once as well. A line taller than the
/// screen scrolls its start away and can then be shown wrongly until Ctrl-L.
/// </para>
/// </remarks>
/// <param name="terminal">The screen.</param>
internal sealed class LineDisplay(ITerminal terminal)
{
    private const int DefaultColumns = 80;

    /// <summary>Below this a size is not believed.</summary>
    private const int MinimumColumns = 4;

    private readonly List<Rune> _shown = [];
    private readonly StringBuilder _output = new();
    private string _prompt = "";
    private Flow _promptEnd;
    private Flow _end;
    private Flow _cursor;
    private int _cursorIndex;
    private int _columns;
    private bool _isOnScreen;

    /// <summary>The columns of the screen, or a guess when it does not know.</summary>
    public int Columns
    {
        get
        {
            int columns = terminal.Size.Columns;
            return columns < MinimumColumns ? DefaultColumns : columns;
        }
    }

    /// <summary>Makes the screen show a prompt and a line.</summary>
    /// <param name="prompt">The prompt, with colours if it has any; no line feeds.</param>
    /// <param name="text">The line; no control characters.</param>
    /// <param name="cursor">How many of its characters stand before the cursor.</param>
    public void Show(string prompt, ReadOnlySpan<Rune> text, int cursor)
    {
        int columns = Columns;
        if (!_isOnScreen || columns != _columns || prompt != _prompt)
        {
            DrawPrompt(prompt, columns);
        }

        int first = FirstDifference(text);
        if (first < Math.Max(text.Length, _shown.Count))
        {
            MoveTo(FlowAfter(text, first).Settled());
            WriteFrom(text, first);
        }

        MoveTo(PositionOf(text, cursor));
        _cursorIndex = cursor;
        Flush();
    }

    /// <summary>Leaves the line as it is and goes to the start of an empty row below it.</summary>
    /// <param name="suffix">What to write after the line first.</param>
    public void Finish(string suffix = "")
    {
        MoveTo(_end);
        _output.Append(suffix);
        if (suffix.Length > 0 || _end.Column > 0)
        {
            _output.Append("\r\n");
        }

        Forget();
        Flush();
    }

    /// <summary>Erases the screen; the next <see cref="Show"/> draws everything at its top.</summary>
    public void ClearScreen()
    {
        _output.Append(EscapeSequence.ClearScreen);
        Forget();
    }

    private void Forget()
    {
        _isOnScreen = false;
        _shown.Clear();
    }

    private void DrawPrompt(string prompt, int columns)
    {
        if (_isOnScreen)
        {
            // After a change of size a terminal has wrapped the line anew, and the cursor moved along with
            // it.
            _promptEnd = Flow.AfterPrompt(_prompt, columns);
            _columns = columns;
            _cursor = PositionOf(CollectionsMarshal.AsSpan(_shown), _cursorIndex);
            MoveTo(new Flow(columns));
            _output.Append(EscapeSequence.EraseBelow);
        }

        _output.Append(prompt);
        _shown.Clear();
        _prompt = prompt;
        _columns = columns;
        _promptEnd = Flow.AfterPrompt(prompt, columns);
        _cursor = Settle(_promptEnd);
        _end = _cursor;
        _isOnScreen = true;
    }

    private int FirstDifference(ReadOnlySpan<Rune> text)
    {
        int index = 0;
        while (index < text.Length && index < _shown.Count && text[index] == _shown[index])
        {
            index++;
        }

        // A combining mark joins the cell of the character before it, so that one is written again too.
        while (index > 0 && ((index < text.Length && CellWidth.Of(text[index]) == 0)
            || (index < _shown.Count && CellWidth.Of(_shown[index]) == 0)))
        {
            index--;
        }

        return index;
    }

    private void WriteFrom(ReadOnlySpan<Rune> text, int first)
    {
        Flow oldEnd = _end;
        Flow flow = _cursor;
        foreach (Rune rune in text[first..])
        {
            int width = CellWidth.Of(rune);
            if (width == 2 && flow.Column == _columns - 1)
            {
                // Not every terminal wraps a wide character that has one cell left; all wrap after a blank.
                _output.Append(' ');
            }

            _output.Append(rune);
            flow.Advance(width);
        }

        _cursor = Settle(flow);
        _end = _cursor;
        if (oldEnd.IsAfter(_end))
        {
            _output.Append(EscapeSequence.EraseBelow);
        }

        _shown.RemoveRange(first, _shown.Count - first);
        _shown.AddRange(text[first..]);
    }

    private Flow Settle(Flow flow)
    {
        if (flow.Column == _columns)
        {
            _output.Append(" \r");
        }

        return flow.Settled();
    }

    private Flow FlowAfter(ReadOnlySpan<Rune> text, int count)
    {
        Flow flow = _promptEnd;
        foreach (Rune rune in text[..count])
        {
            flow.Advance(CellWidth.Of(rune));
        }

        return flow;
    }

    private Flow PositionOf(ReadOnlySpan<Rune> text, int index)
    {
        Flow flow = FlowAfter(text, index);
        if (index < text.Length)
        {
            flow.MakeRoom(CellWidth.Of(text[index]));
        }

        return flow.Settled();
    }

    private void MoveTo(Flow target)
    {
        int down = target.Row - _cursor.Row;
        int right = target.Column - _cursor.Column;
        AppendMove(Math.Abs(down), down < 0 ? 'A' : 'B');
        if (right != 0 && target.Column == 0)
        {
            _output.Append('\r');
        }
        else if (right is < 0 and >= -3)
        {
            _output.Append('\b', -right);
        }
        else
        {
            AppendMove(Math.Abs(right), right < 0 ? 'D' : 'C');
        }

        _cursor = target;
    }

    private void AppendMove(int count, char direction)
    {
        if (count == 1)
        {
            _output.Append($"\e[{direction}");
        }
        else if (count > 1)
        {
            _output.Append($"\e[{count}{direction}");
        }
    }

    private void Flush()
    {
        if (_output.Length > 0)
        {
            terminal.Write(_output.ToString());
            _output.Clear();
        }
    }

    /// <summary>Where text that flows over the rows of the screen has got to.</summary>
    /// <param name="columns">The columns of a row.</param>
    private struct Flow(int columns)
    {
        private readonly int _columns = columns;

        public int Row { get; private set; }

        /// <summary>
        /// From zero to the number of columns; there, the row is full and the next one not begun.
        /// </summary>
        public int Column { get; private set; }

        public static Flow AfterPrompt(ReadOnlySpan<char> prompt, int columns)
        {
            Flow flow = new(columns);
            while (!prompt.IsEmpty)
            {
                int length = EscapeSequence.LengthAt(prompt);
                if (length == 0)
                {
                    Rune.DecodeFromUtf16(prompt, out Rune rune, out length);
                    flow.Advance(CellWidth.Of(rune));
                }

                prompt = prompt[length..];
            }

            return flow;
        }

        public void MakeRoom(int width)
        {
            if (Column + width > _columns)
            {
                Row++;
                Column = 0;
            }
        }

        public void Advance(int width)
        {
            MakeRoom(width);
            Column += width;
        }

        public readonly Flow Settled()
        {
            Flow settled = this;
            settled.MakeRoom(Column == _columns ? 1 : 0);
            return settled;
        }

        public readonly bool IsAfter(Flow other) => (Row, Column).CompareTo((other.Row, other.Column)) > 0;
    }
}
