using System.Text;
using Enso.Build.Fonts;
using Enso.Tool.Emulation;

namespace Enso.Tests.Emulated;

/// <summary>Reads a screenshot back as text: every cell of 8 by 16 pixels is compared with the console font's glyphs, so
/// what is checked is what a person sees.</summary>
internal sealed class ScreenReader
{
    private const int CellWidth = 8;
    private const int CellHeight = 16;
    private const string FontPath = "/usr/share/grub/unicode.pf2";

    private readonly byte[] _pixels;
    private readonly int _width;

    private ScreenReader(byte[] ppm)
    {
        // P6, width, height, maximum value, then three bytes a pixel.
        int at = 0;
        string Word()
        {
            StringBuilder word = new();
            while (!char.IsWhiteSpace((char)ppm[at]))
            {
                word.Append((char)ppm[at++]);
            }
            at++;
            return word.ToString();
        }
        Assert(Word() == "P6");
        _width = int.Parse(Word(), System.Globalization.CultureInfo.InvariantCulture);
        int height = int.Parse(Word(), System.Globalization.CultureInfo.InvariantCulture);
        Word();
        _pixels = ppm[at..];
        Columns = _width / CellWidth;
        Rows = height / CellHeight;
        Text = ReadText();
    }

    /// <summary>Cells across.</summary>
    public int Columns { get; }

    /// <summary>Cells down.</summary>
    public int Rows { get; }

    /// <summary>The rows, each without trailing spaces, ended by line feeds. A cell that is no glyph shows as
    /// U+FFFD.</summary>
    public string Text { get; }

    /// <summary>Takes and reads a screenshot.</summary>
    public static async Task<ScreenReader> ReadAsync(VirtualMachine machine)
    {
        string file = Path.Combine(Path.GetTempPath(), $"enso-screen-{Guid.NewGuid():N}.ppm");
        try
        {
            await machine.ScreenshotAsync(file);
            return new ScreenReader(await File.ReadAllBytesAsync(file));
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static void Assert(bool condition)
    {
        if (!condition)
        {
            throw new InvalidDataException("the screenshot is not a binary PPM");
        }
    }

    private string ReadText()
    {
        Dictionary<UInt128, char> glyphs = Glyphs();
        StringBuilder text = new();
        for (int row = 0; row < Rows; row++)
        {
            StringBuilder line = new();
            for (int column = 0; column < Columns; column++)
            {
                UInt128 shape = Shape(column, row);
                line.Append(glyphs.TryGetValue(shape, out char c) || glyphs.TryGetValue(~shape, out c) ? c : '\uFFFD');
            }
            text.Append(line.ToString().TrimEnd()).Append('\n');
        }
        return text.ToString();
    }

    /// <summary>The cell as bits: set where the pixel is not the colour of the cell's top-left corner, which no glyph
    /// that is used here touches.</summary>
    private UInt128 Shape(int column, int row)
    {
        UInt128 shape = 0;
        int corner = Pixel(column * CellWidth, row * CellHeight);
        for (int y = 0; y < CellHeight; y++)
        {
            for (int x = 0; x < CellWidth; x++)
            {
                bool set = Pixel((column * CellWidth) + x, (row * CellHeight) + y) != corner;
                shape = (shape << 1) | (set ? 1u : 0u);
            }
        }
        return shape;
    }

    private int Pixel(int x, int y)
    {
        int at = ((y * _width) + x) * 3;
        return (_pixels[at] << 16) | (_pixels[at + 1] << 8) | _pixels[at + 2];
    }

    private static Dictionary<UInt128, char> Glyphs()
    {
        string blobPath = Path.Combine(Path.GetTempPath(), $"enso-font-{Guid.NewGuid():N}.bin");
        try
        {
            if (FontBuilder.Run(FontPath, blobPath) != 0)
            {
                throw new InvalidDataException($"the console font cannot be made from {FontPath}");
            }
            byte[] blob = File.ReadAllBytes(blobPath);
            // FontBlob: header of 20 bytes, ranges of 12 (first, count, glyph), glyphs of 16.
            int ranges = BitConverter.ToInt32(blob, 8);
            int glyphsAt = 20 + (ranges * 12);
            Dictionary<UInt128, char> found = [];
            for (int r = 0; r < ranges; r++)
            {
                int first = BitConverter.ToInt32(blob, 20 + (r * 12));
                int count = BitConverter.ToInt32(blob, 24 + (r * 12));
                int glyph = BitConverter.ToInt32(blob, 28 + (r * 12));
                for (int i = 0; i < count; i++)
                {
                    UInt128 shape = 0;
                    foreach (byte line in blob.AsSpan(glyphsAt + ((glyph + i) * 16), 16))
                    {
                        shape = (shape << 8) | line;
                    }
                    found.TryAdd(shape, (char)(first + i));
                }
            }
            return found;
        }
        finally
        {
            File.Delete(blobPath);
        }
    }
}
