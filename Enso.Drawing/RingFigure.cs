using System.Xml.Linq;
using Enso.Queues;

namespace Enso.Drawing;

/// <summary>A ring with its cursors: outside it where they stand, inside it the limits that they remember.</summary>
/// <param name="view">The queue.</param>
/// <param name="cursors">Its cursors.</param>
internal sealed class RingFigure(QueueView view, IReadOnlyList<CursorMark> cursors) : IFigure
{
    private const double Outer = 92;
    private const double Inner = 58;
    private const double MarkRadius = Outer + 15;
    private const double LimitRadius = Inner - 12;
    private const double CentreX = 140;
    private const double CentreY = 122;
    private const double RingHeight = 246;

    public double Width => 280;

    public double Height => RingHeight + CursorRows.HeightOf(cursors);

    public IEnumerable<PlaceState> States =>
        Enumerable.Range(0, (int)view.Capacity).Select(place => Places.StateOf(view, Places.SequenceAt(view, place)));

    public string Description => CursorRows.Describe(view, cursors);

    public IEnumerable<XElement> Draw()
    {
        for (int place = 0; place < view.Capacity; place++)
        {
            long sequence = Places.SequenceAt(view, place);
            PlaceState state = Places.StateOf(view, sequence);
            yield return Sector(place, Places.Fill(state));
            if (sequence >= 0)
            {
                (double x, double y) = At(Middle(place), (Outer + Inner) / 2);
                yield return Svg.Text(x, y + 4.5, $"{sequence}", 13, Places.Ink(state), "middle");
            }
        }

        // Where the ring begins.
        (double x1, double y1) = At(0, Inner - 3);
        (double x2, double y2) = At(0, Outer + 4);
        yield return Svg.Line(x1, y1, x2, y2, Palette.Ink, 2.5);
        foreach (XElement mark in Marks(cursor => cursor.Sequence, MarkRadius, 20, isLimit: false))
        {
            yield return mark;
        }

        foreach (XElement mark in Marks(cursor => cursor.Limit, LimitRadius, 15.5, isLimit: true))
        {
            yield return mark;
        }

        yield return Svg.Text(CentreX, CentreY - 1, view.Storage, 12, Palette.Quiet, "middle");
        yield return Svg.Text(CentreX, CentreY + 14, $"{view.Capacity} places", 11, Palette.Quiet, "middle");
        foreach (XElement element in CursorRows.Draw(cursors, RingHeight))
        {
            yield return element;
        }
    }

    // Those at one place stand beside one another.
    private IEnumerable<XElement> Marks(
        Func<CursorMark, long?> sequenceOf, double radius, double distance, bool isLimit)
    {
        foreach (IGrouping<int, CursorMark> group in cursors.Where(c => sequenceOf(c) is not null)
            .GroupBy(c => (int)(sequenceOf(c)!.Value & (view.Capacity - 1))))
        {
            CursorMark[] there = [.. group];
            for (int i = 0; i < there.Length; i++)
            {
                double angle = Middle(group.Key) + ((i - ((there.Length - 1) / 2.0)) * distance / radius);
                (double x, double y) = At(angle, radius);
                if (!isLimit)
                {
                    yield return Pointer(angle, there[i].Colour);
                }

                yield return Svg.Mark(x, y, there[i], isLimit);
            }
        }
    }

    private static XElement Pointer(double angle, string colour)
    {
        (double x, double y) = At(angle, Outer - 3);
        (double x1, double y1) = At(angle - 0.05, Outer + 8);
        (double x2, double y2) = At(angle + 0.05, Outer + 8);
        return Svg.Path(
            $"M{Svg.Number(x)} {Svg.Number(y)}L{Svg.Number(x1)} {Svg.Number(y1)}L{Svg.Number(x2)} {Svg.Number(y2)}Z",
            colour);
    }

    private XElement Sector(int place, string fill)
    {
        double from = Angle(place);
        double to = Angle(place + 1);
        string Point(double angle, double radius)
        {
            (double x, double y) = At(angle, radius);
            return $"{Svg.Number(x)} {Svg.Number(y)}";
        }

        return Svg.Path(
            $"M{Point(from, Inner)}L{Point(from, Outer)}A{Outer} {Outer} 0 0 1 {Point(to, Outer)}"
            + $"L{Point(to, Inner)}A{Inner} {Inner} 0 0 0 {Point(from, Inner)}Z",
            fill,
            Palette.Line);
    }

    // Clockwise from the top.
    private double Angle(double place) => place * 2 * Math.PI / view.Capacity;

    private double Middle(int place) => Angle(place + 0.5);

    private static (double X, double Y) At(double angle, double radius) =>
        (CentreX + (radius * Math.Sin(angle)), CentreY - (radius * Math.Cos(angle)));
}
