namespace Enso.Build.Fonts;

/// <summary>Which characters the image's font has.</summary>
internal static class FontSubset
{
    /// <summary>The character that stands for those the font lacks.</summary>
    public const int Replacement = 0xFFFD;

    /// <summary>The ranges taken from the source, first and last code point. A glyph in them that is not as
    /// wide as a cell is left out, unless the range is <see cref="Required"/>.</summary>
    public static IReadOnlyList<(int First, int Last)> Ranges { get; } =
    [
        (0x0020, 0x007E), // ASCII
        (0x00A0, 0x017F), // Latin-1 and Latin Extended-A
        (0x0370, 0x03FF), // Greek
        (0x0400, 0x045F), // Cyrillic
        (0x2010, 0x2027), // dashes, quotation marks, bullets, ellipsis
        (0x2030, 0x203A), // per mille, primes, angle quotation marks
        (0x20AC, 0x20AC), // euro
        (0x2190, 0x21FF), // arrows
        (0x2200, 0x22FF), // mathematical operators
        (0x2500, 0x259F), // box drawing and block elements
        (0x25A0, 0x25FF), // geometric shapes
        (0x2600, 0x263A), // miscellaneous symbols
        (0x2713, 0x2717), // check marks
        (Replacement, Replacement),
    ];

    /// <summary>The ranges that a console cannot do without: a source that lacks any of them is
    /// refused.</summary>
    public static IReadOnlyList<(int First, int Last)> Required { get; } =
    [
        (0x0020, 0x007E),
        (0x00C0, 0x00FF),
        (0x2500, 0x259F),
        (Replacement, Replacement),
    ];

    /// <summary>Characters that are drawn with another one's glyph when the source's own is too wide: the
    /// soft hyphen, check marks and crosses.</summary>
    public static IReadOnlyDictionary<int, int> StandIns { get; } = new Dictionary<int, int>
    {
        [0x00AD] = 0x002D,
        [0x2713] = 0x221A,
        [0x2714] = 0x221A,
        [0x2715] = 0x00D7,
        [0x2716] = 0x00D7,
        [0x2717] = 0x00D7,
    };
}
