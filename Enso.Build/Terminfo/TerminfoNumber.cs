namespace Enso.Build.Terminfo;

/// <summary>A terminal's numbers, numbered as the compiled format has them (term(5), terminfo(5)).</summary>
internal enum TerminfoNumber
{
    /// <summary>cols: columns.</summary>
    Columns = 0,

    /// <summary>it: columns from one tab stop to the next.</summary>
    TabWidth = 1,

    /// <summary>lines: rows.</summary>
    Lines = 2,

    /// <summary>colors: colours.</summary>
    Colours = 13,

    /// <summary>pairs: pairs of foreground and background.</summary>
    ColourPairs = 14,
}
