using System.Xml.Linq;
using Enso.Queues;

namespace Enso.Drawing;

/// <summary>The numbers of a queue's cursors, below its picture.</summary>
internal static class CursorRows
{
    private const double RowHeight = 21;
    private const double SequenceColumn = 190;
    private const double LimitColumn = 268;

    /// <summary>How high a table is.</summary>
    /// <param name="cursors">The cursors.</param>
    public static double HeightOf(IReadOnlyList<CursorMark> cursors) => 18 + (cursors.Count * RowHeight);

    /// <summary>Draws a table of the width of a frame.</summary>
    /// <param name="cursors">The cursors.</param>
    /// <param name="top">Where it begins.</param>
    public static IEnumerable<XElement> Draw(IReadOnlyList<CursorMark> cursors, double top)
    {
        yield return Svg.Text(SequenceColumn, top + 10, "sequence", 10.5, Palette.Quiet, "end");
        yield return Svg.Text(LimitColumn, top + 10, "cached limit", 10.5, Palette.Quiet, "end");
        double y = top + 18;
        foreach (CursorMark cursor in cursors)
        {
            yield return Svg.Mark(13, y + 10, cursor);
            yield return Svg.Text(30, y + 14, cursor.Name);
            yield return Svg.Text(
                SequenceColumn, y + 14, $"{cursor.Sequence}", 13, cursor.Colour, "end", isBold: true);
            yield return cursor.Limit is { } limit
                ? Svg.Text(LimitColumn, y + 14, $"{limit}", 13, cursor.Colour, "end")
                : Svg.Text(LimitColumn, y + 14, "each its own", 11, Palette.Quiet, "end");
            y += RowHeight;
        }
    }

    /// <summary>The same in words.</summary>
    /// <param name="view">The queue.</param>
    /// <param name="cursors">Its cursors.</param>
    public static string Describe(QueueView view, IReadOnlyList<CursorMark> cursors) =>
        $"{view.Storage} of {view.Capacity} places; "
        + string.Join(
            ", ",
            cursors.Select(cursor => cursor.Limit is { } limit
                ? $"{cursor.Name} at {cursor.Sequence} with limit {limit}"
                : $"{cursor.Name} at {cursor.Sequence}"))
        + ".";
}
