using Enso.Queues;

namespace Enso.Drawing;

/// <summary>A cursor as it is drawn.</summary>
/// <param name="Letter">W, or a reader's letter.</param>
/// <param name="Name">What it is.</param>
/// <param name="Colour">Its colour.</param>
/// <param name="Sequence">Where it stands.</param>
/// <param name="Limit">What it remembers of the other side; null where several remember different ones.</param>
internal sealed record CursorMark(string Letter, string Name, string Colour, long Sequence, long? Limit)
{
    /// <summary>The cursors of a queue that somebody has.</summary>
    /// <param name="view">The queue.</param>
    /// <param name="writer">What its writer is called.</param>
    /// <param name="readers">What its readers are called, by their places; null for letters alone.</param>
    public static IReadOnlyList<CursorMark> Of(QueueView view, string writer = "writer", string[]? readers = null)
    {
        List<CursorMark> marks =
            [new("W", writer, Palette.Writer, view.Writer.Sequence, view.Writer.CachedLimit)];
        bool isOnly = view.Readers.Count == 1;
        foreach (ReaderView reader in view.Readers.Where(reader => reader.State != ReaderState.Free))
        {
            int index = reader.Index - 1;
            string letter = isOnly ? "R" : ((char)('A' + index)).ToString();
            string name = readers is not null ? readers[index] : isOnly ? "reader" : $"reader {letter}";
            bool isDead = reader.State == ReaderState.Dead;
            marks.Add(new CursorMark(
                letter,
                isDead ? $"{name}, dead" : name,
                isDead ? Palette.Dead : Palette.Reader(index),
                reader.Sequence,
                reader.CachedLimit));
        }

        return marks;
    }
}
