using System.Xml.Linq;

namespace Enso.Drawing;

/// <summary>The order in which messages of several classes came out, from left to right; each class has a row.</summary>
/// <param name="classes">How many classes there are.</param>
/// <param name="served">The classes of the messages, in that order.</param>
internal sealed class OrderFigure(int classes, IReadOnlyList<int> served) : IFigure
{
    private const double Cell = 24;
    private const double Left = 62;

    private static readonly string[] s_fills = ["#ffb86b", "#ffe98a", "#cfe3f7", "#c9e59a"];

    public double Width => Left + (served.Count * Cell);

    public double Height => (classes * Cell) + 22;

    public IEnumerable<PlaceState> States => [];

    public string Description => $"Classes in the order served: {string.Join(" ", served)}.";

    public IEnumerable<XElement> Draw()
    {
        for (int row = 0; row < classes; row++)
        {
            double y = row * Cell;
            yield return Svg.Text(0, y + 16, $"class {row}", 12, Palette.Quiet);
            yield return Svg.Line(Left, y + Cell, Width, y + Cell, Palette.Edge);
        }

        int[] counts = new int[classes];
        for (int i = 0; i < served.Count; i++)
        {
            double x = Left + (i * Cell);
            double y = served[i] * Cell;
            yield return Svg.Rectangle(
                x + 1, y + 2, Cell - 2, Cell - 4, s_fills[served[i] % s_fills.Length], Palette.Line, 3);
            yield return Svg.Text(x + (Cell / 2), y + 16.5, $"{counts[served[i]]++}", 11, Palette.Ink, "middle");
        }

        yield return Svg.Text(Left, (classes * Cell) + 17, "served first", 11, Palette.Quiet);
        yield return Svg.Text(Width, (classes * Cell) + 17, "last", 11, Palette.Quiet, "end");
    }
}
