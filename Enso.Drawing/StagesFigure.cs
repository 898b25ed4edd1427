using System.Xml.Linq;
using Enso.Queues;

namespace Enso.Drawing;

/// <summary>The stages of a turbine as a graph, above the ring that they share.</summary>
/// <param name="view">The turbine.</param>
/// <param name="cursors">Its cursors, the writer's and each stage's in their order.</param>
internal sealed class StagesFigure(QueueView view, IReadOnlyList<CursorMark> cursors) : IFigure
{
    private const double GraphHeight = 106;
    private const double BoxWidth = 54;
    private const double BoxHeight = 32;

    private readonly RingFigure _ring = new(view, cursors);

    public double Width => _ring.Width;

    public double Height => GraphHeight + _ring.Height;

    public IEnumerable<PlaceState> States => _ring.States;

    public string Description => _ring.Description + string.Concat(Stages.Select(stage =>
        $" {cursors[stage.Index].Name} stays behind {string.Join(" and ", stage.After.Select(i => cursors[i].Name))}."));

    private IEnumerable<ReaderView> Stages => view.Readers.Where(reader => reader.State != ReaderState.Free);

    public IEnumerable<XElement> Draw()
    {
        foreach (ReaderView stage in Stages)
        {
            foreach (int before in stage.After)
            {
                (double x1, double y1) = CentreOf(before);
                (double x2, double y2) = CentreOf(stage.Index);
                yield return Svg.Arrow(x1 + (BoxWidth / 2), y1, x2 - (BoxWidth / 2) - 1, y2, Palette.Line);
            }
        }

        for (int i = 0; i < cursors.Count; i++)
        {
            (double x, double y) = CentreOf(i);
            yield return Svg.Rectangle(
                x - (BoxWidth / 2), y - (BoxHeight / 2), BoxWidth, BoxHeight, Palette.Ground, cursors[i].Colour, 5);
            yield return Svg.Mark(x, y - (BoxHeight / 2), cursors[i]);
            yield return Svg.Text(x, y + 9, cursors[i].Name, 11.5, cursors[i].Colour, "middle", isBold: true);
        }

        yield return Svg.Group(0, GraphHeight, _ring.Draw());
    }

    private int LevelOf(int cursor) => cursor == 0 ? 0 : 1 + view.Readers[cursor - 1].After.Max(LevelOf);

    private (double X, double Y) CentreOf(int cursor)
    {
        int[] beside = [.. Enumerable.Range(0, cursors.Count).Where(other => LevelOf(other) == LevelOf(cursor))];
        int levels = Enumerable.Range(0, cursors.Count).Max(LevelOf);
        double x = (BoxWidth / 2) + (LevelOf(cursor) * (Width - BoxWidth) / levels);
        return (x, 50 + ((Array.IndexOf(beside, cursor) - ((beside.Length - 1) / 2.0)) * 52));
    }
}
