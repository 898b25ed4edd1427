using System.Collections;

namespace Enso.Kernel.Shell;

/// <summary>The lines that were entered, oldest first.</summary>
/// <remarks>When it is full the oldest line is dropped, and <see cref="Dropped"/> counts it.</remarks>
public sealed class History : IReadOnlyList<string>
{
    /// <summary>The most lines that are kept.</summary>
    public const int Capacity = 256;

    private readonly List<string> _lines = new(Capacity);

    /// <inheritdoc/>
    public int Count => _lines.Count;

    /// <summary>How many lines were dropped because there was no more room.</summary>
    public int Dropped { get; private set; }

    /// <summary>One line.</summary>
    /// <param name="index">Zero for the oldest that is kept.</param>
    public string this[int index] => _lines[index];

    /// <summary>Adds a line, unless it is blank or the same as the newest.</summary>
    /// <param name="line">The line.</param>
    public void Add(string line)
    {
        if (string.IsNullOrWhiteSpace(line) || (_lines.Count > 0 && _lines[^1] == line))
        {
            return;
        }

        if (_lines.Count == Capacity)
        {
            _lines.RemoveAt(0);
            Dropped++;
        }

        _lines.Add(line);
    }

    /// <inheritdoc/>
    public IEnumerator<string> GetEnumerator() => _lines.GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
