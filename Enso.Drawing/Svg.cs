using System.Globalization;
using System.Xml.Linq;

namespace Enso.Drawing;

/// <summary>Elements of SVG. Numbers are rounded, so that the same picture is the same text everywhere.</summary>
internal static class Svg
{
    public static readonly XNamespace Namespace = "http://www.w3.org/2000/svg";

    public const string Sans = "'Segoe UI', 'Helvetica Neue', Helvetica, Arial, 'DejaVu Sans', sans-serif";
    public const string Mono = "Consolas, Menlo, 'DejaVu Sans Mono', monospace";

    public static string Number(double value) =>
        (Math.Round(value, 2) + 0.0).ToString("0.##", CultureInfo.InvariantCulture);

    public static XElement Element(string name, params object?[] content) => new(Namespace + name, content);

    public static XAttribute With(string name, double value) => new(name, Number(value));

    public static XAttribute With(string name, string value) => new(name, value);

    public static XElement Group(double x, double y, params object?[] content) =>
        Element("g", With("transform", $"translate({Number(x)} {Number(y)})"), content);

    public static XElement Text(
        double x, double y, string text, double size = 12, string fill = Palette.Ink, string anchor = "start",
        bool isBold = false, bool isMono = false) =>
        Element(
            "text",
            With("x", x),
            With("y", y),
            With("font-size", size),
            With("fill", fill),
            anchor == "start" ? null : With("text-anchor", anchor),
            isBold ? With("font-weight", "600") : null,
            isMono ? With("font-family", Mono) : null,
            // Spaces that line things up are kept.
            new XAttribute(XNamespace.Xml + "space", "preserve"),
            text);

    public static XElement Rectangle(
        double x, double y, double width, double height, string fill, string? stroke = null, double radius = 0,
        bool isDashed = false) =>
        Element(
            "rect",
            With("x", x),
            With("y", y),
            With("width", width),
            With("height", height),
            radius == 0 ? null : With("rx", radius),
            With("fill", fill),
            stroke is null ? null : With("stroke", stroke),
            isDashed ? With("stroke-dasharray", "4 3") : null);

    public static XElement Line(double x1, double y1, double x2, double y2, string stroke, double width = 1) =>
        Element(
            "line", With("x1", x1), With("y1", y1), With("x2", x2), With("y2", y2), With("stroke", stroke),
            With("stroke-width", width));

    public static XElement Path(string data, string fill, string? stroke = null, double width = 1) =>
        Element(
            "path", With("d", data), With("fill", fill), stroke is null ? null : With("stroke", stroke),
            width == 1 ? null : With("stroke-width", width));

    /// <summary>A line with a point at its end.</summary>
    public static XElement Arrow(double x1, double y1, double x2, double y2, string stroke)
    {
        double angle = Math.Atan2(y2 - y1, x2 - x1);
        const double Length = 8;
        string Corner(double turn) =>
            $"{Number(x2 - (Length * Math.Cos(angle + turn)))} {Number(y2 - (Length * Math.Sin(angle + turn)))}";
        return Element(
            "g",
            Line(x1, y1, x2 - (Length * Math.Cos(angle)), y2 - (Length * Math.Sin(angle)), stroke, 1.5),
            Path($"M{Number(x2)} {Number(y2)}L{Corner(0.45)}L{Corner(-0.45)}Z", stroke));
    }

    /// <summary>The mark of a cursor: a disc with its letter, hollow where it is a limit that was remembered.</summary>
    public static XElement Mark(double x, double y, CursorMark cursor, bool isLimit = false)
    {
        double radius = isLimit ? 7 : 9;
        return Element(
            "g",
            With("data-cursor", cursor.Letter),
            With("data-kind", isLimit ? "limit" : "sequence"),
            Element(
                "circle",
                With("cx", x),
                With("cy", y),
                With("r", radius),
                With("fill", isLimit ? Palette.Panel : cursor.Colour),
                With("stroke", cursor.Colour),
                With("stroke-width", 1.5),
                isLimit ? With("stroke-dasharray", "2.5 1.8") : null),
            Text(
                x, y + (isLimit ? 3.4 : 4), cursor.Letter, isLimit ? 9 : 11, isLimit ? cursor.Colour : Palette.Panel,
                "middle", isBold: true));
    }
}
