namespace Enso.Machine.Console;

/// <summary>The 16 colours, numbered as ECMA-48's SGR does: bit 0 red, bit 1 green, bit 2 blue, bit 3 bright.
/// What they look like is VGA's default palette, so both kinds of screen show the same.</summary>
internal static class ScreenColour
{
    /// <summary>How many there are.</summary>
    public const int Count = 16;

    /// <summary>The bits of a colour number.</summary>
    public const uint Mask = 15;

    /// <summary>The bit that makes a colour bright.</summary>
    public const uint Bright = 8;

    /// <summary>Black, the background at start.</summary>
    public const uint Black = 0;

    /// <summary>Dark red, the background of a panic.</summary>
    public const uint Red = 1;

    /// <summary>Dim white, the foreground at start.</summary>
    public const uint White = 7;

    /// <summary>Grey: bright black.</summary>
    public const uint Grey = 8;

    /// <summary>Full white, the foreground of a panic.</summary>
    public const uint BrightWhite = 15;

    private const uint Brown = 3;
    private const int BlackUpTo = 0x2A;
    private const int GreyUpTo = 0x7F;
    private const int DarkUpTo = 0xAA;
    private const uint CubeStart = 16;
    private const uint GreyStart = 232;

    /// <summary>The colour as 0xRRGGBB.</summary>
    public static uint Rgb(uint colour)
    {
        if ((colour & Mask) == Brown)
        {
            return 0xAA5500;
        }
        uint rest = (colour & Bright) != 0 ? 0x55u : 0;
        uint red = ((colour & 1) != 0 ? 0xAAu : 0) + rest;
        uint green = ((colour & 2) != 0 ? 0xAAu : 0) + rest;
        uint blue = ((colour & 4) != 0 ? 0xAAu : 0) + rest;
        return (red << 16) | (green << 8) | blue;
    }

    /// <summary>The number that VGA's attribute byte has for the colour: red and blue change
    /// places.</summary>
    public static uint ToVga(uint colour) =>
        (colour & 0b1010) | ((colour & 1) << 2) | ((colour >> 2) & 1);

    /// <summary>The colour of the 16 for a red, green and blue of 0 to 255 each. It keeps the hue, as the
    /// nearest colour would not (the nearest to pure red is dark): a component counts when it is above half
    /// of the largest one, and the largest one says how bright it is.</summary>
    public static uint FromRgb(int red, int green, int blue)
    {
        int most = red > green ? red : green;
        most = most > blue ? most : blue;
        uint hue = (red * 2 > most ? 1u : 0) | (green * 2 > most ? 2u : 0) | (blue * 2 > most ? 4u : 0);
        if (most <= BlackUpTo)
        {
            return Black;
        }
        if (hue == White && most <= GreyUpTo)
        {
            return Grey;
        }
        return most > DarkUpTo ? hue | Bright : hue;
    }

    /// <summary>The colour of the 16 for one of xterm's 256: 16 colours, a cube of 6 by 6 by 6, 24
    /// greys.</summary>
    public static uint FromIndexed(uint index)
    {
        index &= 0xFF;
        if (index < CubeStart)
        {
            return index;
        }
        if (index >= GreyStart)
        {
            int grey = 8 + ((int)(index - GreyStart) * 10);
            return FromRgb(grey, grey, grey);
        }
        index -= CubeStart;
        return FromRgb(CubeLevel(index / 36), CubeLevel(index / 6 % 6), CubeLevel(index % 6));
    }

    private static int CubeLevel(uint step) => step == 0 ? 0 : 55 + ((int)step * 40);
}
