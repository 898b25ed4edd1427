using System.Xml.Linq;
using Enso.Queues;

namespace Enso.Drawing;

/// <summary>A ring of bytes with its frames, to scale, as often as it lies in the address space.</summary>
/// <param name="view">The pipe.</param>
/// <param name="frames">Its frames.</param>
/// <param name="cursors">Its cursors.</param>
internal sealed class BytesFigure(QueueView view, IReadOnlyList<FrameView> frames, IReadOnlyList<CursorMark> cursors)
    : IFigure
{
    private const double RingWidth = 290;
    private const double BarHeight = 40;
    private const int HeaderBytes = 8;
    private const double Top = 30;
    private const double TableTop = Top + BarHeight + 52;

    public double Width => 2 * RingWidth;

    public double Height => TableTop + CursorRows.HeightOf(cursors);

    public IEnumerable<PlaceState> States => [PlaceState.Empty, PlaceState.Waiting];

    public string Description => CursorRows.Describe(view, cursors) + string.Concat(frames.Select(frame =>
        frame.IsPadding
            ? $" {frame.Size} bytes left out at {frame.Sequence}."
            : $" A record of {frame.Length} bytes in a frame of {frame.Size} at {frame.Sequence}."));

    private int Images => view.IsMirrored ? 2 : 1;

    public IEnumerable<XElement> Draw()
    {
        for (int image = 0; image < Images; image++)
        {
            yield return Svg.Rectangle(
                image * RingWidth, Top, RingWidth, BarHeight, Palette.Empty, Palette.Line, isDashed: image > 0);
        }

        for (int edge = 0; edge <= Images; edge++)
        {
            double x = edge * RingWidth;
            yield return Svg.Line(x, Top - 6, x, Top + BarHeight + 6, Palette.Ink, edge is 0 ? 1 : 2.5);
            yield return Svg.Text(
                x, Top + BarHeight + 44, $"{edge * view.Capacity}", 10.5, Palette.Quiet, edge == 0 ? "start" : "end");
        }

        foreach (XElement element in frames.SelectMany(DrawFrame))
        {
            yield return element;
        }

        yield return Svg.Rectangle(RingWidth + 20, TableTop + 22, 4, 16, Palette.Writer);
        yield return Svg.Text(RingWidth + 32, TableTop + 34, $"a frame's header, {HeaderBytes} bytes");
        foreach (CursorMark cursor in cursors)
        {
            yield return Svg.Mark(XOf(cursor.Sequence) + 9, Top - 14, cursor);
            if (cursor.Limit is { } limit)
            {
                yield return Svg.Mark(XOf(limit) + 7, Top + BarHeight + 15, cursor, isLimit: true);
            }
        }

        if (view.IsMirrored)
        {
            yield return Svg.Text(
                RingWidth * 1.5, Top + BarHeight + 44, "the same memory once more", 11, Palette.Quiet, "middle");
        }

        foreach (XElement element in CursorRows.Draw(cursors, TableTop))
        {
            yield return element;
        }
    }

    private IEnumerable<XElement> DrawFrame(FrameView frame)
    {
        double x = XOf(frame.Sequence);
        double width = frame.Size * RingWidth / view.Capacity;
        string fill = frame.IsPadding ? Palette.Read : Palette.Waiting;
        if (view.IsMirrored)
        {
            // The same bytes, where the other image shows them.
            foreach (double other in (double[])[x - RingWidth, x + RingWidth])
            {
                double from = Math.Max(0, other);
                double to = Math.Min(2 * RingWidth, other + width);
                if (to > from)
                {
                    XElement shade = Svg.Rectangle(from, Top, to - from, BarHeight, fill, Palette.Line, isDashed: true);
                    shade.Add(Svg.With("opacity", 0.4));
                    yield return shade;
                }
            }
        }

        yield return Svg.Rectangle(x, Top, width, BarHeight, fill, Palette.Line, isDashed: frame.IsPadding);
        if (!frame.IsPadding)
        {
            yield return Svg.Rectangle(x, Top, 4, BarHeight, Palette.Writer);
        }

        yield return Svg.Text(
            x + (width / 2), Top + 17, frame.IsPadding ? "left" : "record", 10.5, Palette.Quiet, "middle");
        yield return Svg.Text(
            x + (width / 2), Top + 31, frame.IsPadding ? "out" : $"{frame.Length}", 11.5, Palette.Ink, "middle");
    }

    private double XOf(long sequence) => (sequence & (view.Capacity - 1)) * RingWidth / view.Capacity;
}
