using System.Xml.Linq;

namespace Enso.Drawing;

/// <summary>What the colours and marks of a picture mean, in as many lines as it takes.</summary>
internal sealed class Legend
{
    // A letter's width, about.
    private const double Letter = 6.1;
    private const double LineHeight = 24;

    private readonly List<Func<double, double, IEnumerable<XElement>>> _entries = [];
    private readonly List<(double X, double Y)> _places = [];

    /// <summary>Sets it.</summary>
    /// <param name="frames">The frames.</param>
    /// <param name="width">How wide it may be.</param>
    public Legend(IReadOnlyList<Frame> frames, double width)
    {
        List<string> texts = [];
        foreach (PlaceState state in frames.SelectMany(frame => frame.Figure.States).Distinct().Order())
        {
            texts.Add(Places.Describe(state));
            _entries.Add((x, y) => Entry(
                x, y, Svg.Rectangle(x, y, 14, 14, Places.Fill(state), Palette.Line, 2), Places.Describe(state)));
        }

        if (texts.Count == 0)
        {
            return;
        }

        CursorMark any = new("W", "", Palette.Writer, 0, 0);
        foreach ((string text, bool isLimit) in
            ((string, bool)[])[("a cursor's sequence", false), ("the limit that it remembers", true)])
        {
            texts.Add(text);
            _entries.Add((x, y) => Entry(x, y, Svg.Mark(x + 7, y + 7, any, isLimit), text));
        }

        double at = 4;
        double line = 6;
        foreach (string text in texts)
        {
            double needed = 22 + (text.Length * Letter);
            if (at + needed > width)
            {
                (at, line) = (4, line + LineHeight);
            }

            _places.Add((at, line));
            at += needed + 16;
        }
    }

    /// <summary>How high it is; 0 where nothing needs to be said.</summary>
    public double Height => _places.Count == 0 ? 0 : _places[^1].Y + LineHeight + 4;

    /// <summary>Draws it.</summary>
    public IEnumerable<XElement> Draw() => _entries.Zip(_places).SelectMany(pair =>
        pair.First(pair.Second.X, pair.Second.Y));

    private static IEnumerable<XElement> Entry(double x, double y, XElement sign, string text) =>
        [sign, Svg.Text(x + 22, y + 11.5, text, 11.5)];
}
