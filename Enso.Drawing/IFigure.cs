using System.Xml.Linq;

namespace Enso.Drawing;

/// <summary>What a frame shows.</summary>
internal interface IFigure
{
    /// <summary>Its width.</summary>
    double Width { get; }

    /// <summary>Its height.</summary>
    double Height { get; }

    /// <summary>The states of places that it shows, for the legend.</summary>
    IEnumerable<PlaceState> States { get; }

    /// <summary>What it shows, in words.</summary>
    string Description { get; }

    /// <summary>Draws it from the origin on.</summary>
    IEnumerable<XElement> Draw();
}
