using System.Xml.Linq;
using Enso.Queues;

namespace Enso.Drawing;

/// <summary>The places of a queue in a row, as they lie in memory, with the cursors above and their limits below.</summary>
internal sealed class StripFigure : IFigure
{
    private const double CellHeight = 34;
    private const double Top = 30;
    private const double LimitsHeight = 26;
    private const double RunsHeight = 30;
    private const double Gap = 20;

    private readonly QueueView _view;
    private readonly IReadOnlyList<CursorMark> _cursors;
    private readonly IReadOnlyList<Run> _runs;
    private readonly double _cellWidth;

    // Cells that lie beside one another, and how many of them there are on a stretch.
    private readonly int _stretch;
    private readonly int _stretches;
    private readonly bool _isRing;

    private StripFigure(
        QueueView view, IReadOnlyList<CursorMark> cursors, IReadOnlyList<Run> runs, int stretch, int stretches,
        bool isRing, double cellWidth)
    {
        (_view, _cursors, _runs) = (view, cursors, runs);
        (_stretch, _stretches, _isRing, _cellWidth) = (stretch, stretches, isRing, cellWidth);
    }

    public double Width => Math.Max(
        280, (_stretch * _stretches * _cellWidth) + (_isRing ? 0 : (_stretches - 1) * Gap));

    public double Height => TableTop + CursorRows.HeightOf(_cursors);

    public IEnumerable<PlaceState> States => Cells().Select(cell => Places.StateOf(_view, cell));

    public string Description => CursorRows.Describe(_view, _cursors)
        + string.Concat(_runs.Select(run => $" {run.Name}: {run.Length} places from place {run.Place} on."))
        + (_isRing ? "" : $" Segments begin at {string.Join(", ", _view.Segments)}.");

    private double TableTop => Top + CellHeight + LimitsHeight + 14 + (_runs.Count == 0 ? 0 : RunsHeight);

    /// <summary>A ring, as often as it lies in the address space.</summary>
    public static StripFigure OfRing(QueueView view, IReadOnlyList<CursorMark> cursors, IReadOnlyList<Run> runs) =>
        new(view, cursors, runs, (int)view.Capacity, view.IsMirrored ? 2 : 1, isRing: true, cellWidth: 34);

    /// <summary>Segments, the oldest first.</summary>
    public static StripFigure OfSegments(QueueView view, IReadOnlyList<CursorMark> cursors, int length) =>
        new(view, cursors, [], length, view.Segments.Count, isRing: false, cellWidth: 22);

    public IEnumerable<XElement> Draw()
    {
        int index = 0;
        foreach (long sequence in Cells())
        {
            PlaceState state = Places.StateOf(_view, sequence);
            double x = XOf(index);
            bool isImage = _isRing && index >= _stretch;
            yield return Svg.Rectangle(
                x, Top, _cellWidth, CellHeight, Places.Fill(state), Palette.Line, isDashed: isImage);
            if (state != PlaceState.Empty)
            {
                yield return Svg.Text(
                    x + (_cellWidth / 2), Top + 22, $"{sequence}", 13, Places.Ink(state), "middle");
            }

            index++;
        }

        for (int stretch = 1; stretch < _stretches; stretch++)
        {
            double x = XOf(stretch * _stretch);
            yield return _isRing
                ? Svg.Line(x, Top - 6, x, Top + CellHeight + 6, Palette.Ink, 2.5)
                : Svg.Arrow(x - Gap + 2, Top + (CellHeight / 2), x - 2, Top + (CellHeight / 2), Palette.Line);
        }

        foreach (XElement element in Marks(c => c.Sequence, Top - 14, isLimit: false)
            .Concat(Marks(c => c.Limit, Top + CellHeight + 14, isLimit: true))
            .Concat(_runs.SelectMany(DrawRun))
            .Concat(CursorRows.Draw(_cursors, TableTop)))
        {
            yield return element;
        }
    }

    private IEnumerable<long> Cells() => _isRing
        ? Enumerable.Range(0, _stretch * _stretches).Select(i => Places.SequenceAt(_view, i % _stretch))
        : _view.Segments.SelectMany(first => Enumerable.Range(0, _stretch).Select(i => first + i));

    private IEnumerable<XElement> Marks(Func<CursorMark, long?> sequenceOf, double y, bool isLimit)
    {
        foreach (IGrouping<double, CursorMark> group in _cursors.Where(cursor => sequenceOf(cursor) is not null)
            .GroupBy(cursor => MiddleOf(sequenceOf(cursor)!.Value)))
        {
            CursorMark[] there = [.. group];
            double distance = Math.Min(18, _cellWidth - 4);
            for (int i = 0; i < there.Length; i++)
            {
                yield return Svg.Mark(
                    group.Key + ((i - ((there.Length - 1) / 2.0)) * distance), y, there[i], isLimit);
            }
        }
    }

    private IEnumerable<XElement> DrawRun(Run run)
    {
        double from = XOf(run.Place) + 2;
        double to = XOf(run.Place) + (run.Length * _cellWidth) - 2;
        double y = Top + CellHeight + LimitsHeight;
        yield return Svg.Path(
            $"M{Svg.Number(from)} {Svg.Number(y)}v7H{Svg.Number(to)}v-7", "none", Palette.Writer, 1.5);
        yield return Svg.Text((from + to) / 2, y + 21, run.Name, 11, Palette.Writer, "middle", isMono: true);
    }

    private double XOf(int cell) => (cell * _cellWidth) + (_isRing ? 0 : cell / _stretch * Gap);

    // What is past the last place stands behind it.
    private double MiddleOf(long sequence)
    {
        int cell = _isRing
            ? (int)(sequence & (_view.Capacity - 1))
            : (int)Math.Clamp(sequence - _view.Segments[0], 0, _stretch * _stretches);
        return cell == _stretch * _stretches ? XOf(cell - 1) + _cellWidth : XOf(cell) + (_cellWidth / 2);
    }
}
