using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Enso.Drawing;

/// <summary>A picture: the steps of a scenario beside one another, with a legend.</summary>
/// <param name="name">Its file's name without an extension.</param>
/// <param name="title">What it shows.</param>
/// <param name="columns">How many frames are beside one another.</param>
/// <param name="frames">The steps.</param>
internal sealed class Picture(string name, string title, int columns, IReadOnlyList<Frame> frames)
{
    private const double Margin = 16;
    private const double Padding = 14;
    private const double TitleHeight = 44;
    private const double CodeHeight = 15;

    // Above the figure: a title and a little air.
    private const double FrameTitleHeight = 30;

    private static readonly XmlWriterSettings s_settings = new()
    {
        Indent = true, NewLineChars = "\n", OmitXmlDeclaration = true, Encoding = new UTF8Encoding(false),
    };

    /// <summary>The file's name.</summary>
    public string FileName => $"{name}.svg";

    /// <summary>What it shows.</summary>
    public string Title => title;

    /// <summary>The steps.</summary>
    public IReadOnlyList<Frame> Frames => frames;

    /// <summary>The whole file.</summary>
    public string ToText()
    {
        StringBuilder text = new();
        using (XmlWriter writer = XmlWriter.Create(text, s_settings))
        {
            Draw().Save(writer);
        }

        return text.Append('\n').ToString();
    }

    private XDocument Draw()
    {
        double frameWidth = frames.Max(frame => frame.Figure.Width) + (2 * Padding);
        int rows = (frames.Count + columns - 1) / columns;
        double[] heights =
        [
            .. Enumerable.Range(0, rows).Select(row =>
                FigureTop(row) + RowOf(row).Max(frame => frame.Figure.Height) + Padding),
        ];
        double width = (2 * Margin) + (columns * frameWidth) + ((columns - 1) * Margin);
        Legend legend = new(frames, width - (2 * Margin));
        double height = TitleHeight + heights.Sum() + (rows * Margin) + legend.Height;
        XElement root = Svg.Element(
            "svg",
            Svg.With("viewBox", $"0 0 {Svg.Number(width)} {Svg.Number(height)}"),
            Svg.With("width", width),
            Svg.With("height", height),
            Svg.With("role", "img"),
            Svg.With("aria-labelledby", "title description"),
            Svg.With("font-family", Svg.Sans),
            Svg.Element("title", Svg.With("id", "title"), title),
            Svg.Element("desc", Svg.With("id", "description"), Describe()),
            Svg.Rectangle(0.5, 0.5, width - 1, height - 1, Palette.Ground, Palette.Edge, 8),
            Svg.Text(Margin + 2, 29, title, 17, isBold: true));
        double y = TitleHeight;
        for (int i = 0; i < frames.Count; i++)
        {
            int column = i % columns;
            int row = i / columns;
            if (column == 0 && row > 0)
            {
                y += heights[row - 1] + Margin;
            }

            root.Add(Svg.Group(
                Margin + (column * (frameWidth + Margin)), y, DrawFrame(i, frameWidth, heights[row], FigureTop(row))));
        }

        root.Add(Svg.Group(Margin, height - legend.Height, legend.Draw()));
        return new XDocument(root);
    }

    private IEnumerable<Frame> RowOf(int row) => frames.Skip(row * columns).Take(columns);

    // The figures of a row begin at one height.
    private double FigureTop(int row) =>
        FrameTitleHeight + (RowOf(row).Max(frame => frame.Code.Count) * CodeHeight) + 12;

    private IEnumerable<XElement> DrawFrame(int index, double width, double height, double figureTop)
    {
        Frame frame = frames[index];
        yield return Svg.Rectangle(0, 0, width, height, Palette.Panel, Palette.Edge, 6);
        yield return Svg.Text(
            Padding, 22, frames.Count == 1 ? frame.Title : $"{index + 1}. {frame.Title}", 13, isBold: true);
        double y = FrameTitleHeight + 8;
        foreach (string line in frame.Code)
        {
            yield return Svg.Text(Padding, y, line, 11, Palette.Quiet, isMono: true);
            y += CodeHeight;
        }

        yield return Svg.Group((width - frame.Figure.Width) / 2, figureTop, frame.Figure.Draw());
    }

    private string Describe() => string.Join(
        " ", frames.Select((frame, i) => $"{i + 1}. {frame.Title}: {frame.Figure.Description}"));
}
