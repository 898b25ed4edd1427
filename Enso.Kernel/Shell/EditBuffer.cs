using System.Runtime.InteropServices;
using System.Text;

namespace Enso.Kernel.Shell;

/// <summary>
/// The line being edited: characters and a cursor, without any knowledge of how they are shown.
/// </summary>
/// <remarks>The cursor never stands between a character and the combining marks that follow it.</remarks>
internal sealed class EditBuffer
{
    /// <summary>The most characters that a line holds.</summary>
    public const int MaximumLength = 4096;

    private readonly List<Rune> _runes = [];

    /// <summary>The characters; valid until the next change.</summary>
    public ReadOnlySpan<Rune> Runes => CollectionsMarshal.AsSpan(_runes);

    /// <summary>How many characters stand before the cursor.</summary>
    public int Cursor { get; private set; }

    /// <summary>How many characters there are.</summary>
    public int Length => _runes.Count;

    /// <summary>Replaces everything.</summary>
    /// <param name="text">The new line; what exceeds <see cref="MaximumLength"/> is left off.</param>
    /// <param name="cursor">Where the cursor goes, in characters; past the end means at the end.</param>
    public void Set(string text, int cursor = int.MaxValue)
    {
        _runes.Clear();
        _runes.AddRange(text.EnumerateRunes().Take(MaximumLength));
        MoveTo(cursor);
    }

    /// <summary>Inserts a character and moves past it.</summary>
    /// <param name="rune">The character.</param>
    /// <returns>False when the line is full, or when it is a combining mark with nothing before it.</returns>
    public bool Insert(Rune rune)
    {
        if (_runes.Count >= MaximumLength || (Cursor == 0 && CellWidth.Of(rune) == 0))
        {
            return false;
        }

        _runes.Insert(Cursor++, rune);
        return true;
    }

    /// <summary>Inserts text and moves past it.</summary>
    /// <param name="text">The text.</param>
    /// <returns>False when the line became full; what fitted is there.</returns>
    public bool Insert(string text)
    {
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (!Insert(rune))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Takes characters out and puts the cursor where they were.</summary>
    /// <param name="start">The first to take.</param>
    /// <param name="end">The first to leave.</param>
    /// <returns>What was taken.</returns>
    public string Remove(int start, int end)
    {
        string removed = TextBetween(start, end);
        _runes.RemoveRange(start, end - start);
        MoveTo(start);
        return removed;
    }

    /// <summary>Moves the cursor.</summary>
    /// <param name="index">Where to, in characters; clamped to the line and to what combines.</param>
    public void MoveTo(int index) => Cursor = StartOfCharacter(Math.Clamp(index, 0, _runes.Count));

    /// <summary>Where the character before the cursor starts, with the marks that combine with it.</summary>
    public int PreviousCharacter() => StartOfCharacter(Math.Max(Cursor - 1, 0));

    /// <summary>Where the character under the cursor ends, with the marks that combine with it.</summary>
    public int NextCharacter()
    {
        int index = Math.Min(Cursor + 1, _runes.Count);
        while (IsInsideCharacter(index))
        {
            index++;
        }

        return index;
    }

    /// <summary>Where the word before the cursor starts; a word is letters and digits.</summary>
    public int PreviousWord()
    {
        int index = Cursor;
        while (index > 0 && !IsWord(index - 1))
        {
            index--;
        }

        while (index > 0 && IsWord(index - 1))
        {
            index--;
        }

        return StartOfCharacter(index);
    }

    /// <summary>Where the word at or after the cursor ends; a word is letters and digits.</summary>
    public int NextWord()
    {
        int index = Cursor;
        while (index < _runes.Count && !IsWord(index))
        {
            index++;
        }

        while (index < _runes.Count && IsWord(index))
        {
            index++;
        }

        return index;
    }

    /// <summary>Where the run of anything but blanks before the cursor starts.</summary>
    public int PreviousBlank()
    {
        int index = Cursor;
        while (index > 0 && Rune.IsWhiteSpace(_runes[index - 1]))
        {
            index--;
        }

        while (index > 0 && !Rune.IsWhiteSpace(_runes[index - 1]))
        {
            index--;
        }

        return StartOfCharacter(index);
    }

    /// <summary>
    /// Swaps the character before the cursor with the one under it (or, at the end, the last two).
    /// </summary>
    /// <returns>False when there are not two characters to swap.</returns>
    public bool Transpose()
    {
        int original = Cursor;
        if (Cursor == _runes.Count)
        {
            MoveTo(PreviousCharacter());
        }

        int middle = Cursor;
        int start = PreviousCharacter();
        if (start == middle || _runes.Count == 0)
        {
            MoveTo(original);
            return false;
        }

        int end = NextCharacter();
        string left = Remove(start, middle);
        MoveTo(end - (middle - start));
        return Insert(left);
    }

    /// <summary>The text of some of the characters.</summary>
    /// <param name="start">The first.</param>
    /// <param name="end">The first after them.</param>
    public string TextBetween(int start, int end)
    {
        StringBuilder text = new();
        foreach (Rune rune in Runes[start..end])
        {
            text.Append(rune);
        }

        return text.ToString();
    }

    /// <inheritdoc/>
    public override string ToString() => TextBetween(0, _runes.Count);

    private bool IsInsideCharacter(int index) =>
        index > 0 && index < _runes.Count && CellWidth.Of(_runes[index]) == 0;

    private int StartOfCharacter(int index)
    {
        while (IsInsideCharacter(index))
        {
            index--;
        }

        return index;
    }

    private bool IsWord(int index) => Rune.IsLetterOrDigit(_runes[index]) || CellWidth.Of(_runes[index]) == 0;
}
