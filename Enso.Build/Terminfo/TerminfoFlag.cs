namespace Enso.Build.Terminfo;

/// <summary>What a terminal does or does not, numbered as the compiled format has it (term(5), terminfo(5)).</summary>
internal enum TerminfoFlag
{
    /// <summary>am: text that reaches the right margin goes on in the next row.</summary>
    AutomaticMargins = 1,

    /// <summary>xenl: it does so only with the next character.</summary>
    EatsNewline = 4,

    /// <summary>hs: there is a title that can be set.</summary>
    HasStatusLine = 9,

    /// <summary>msgr: the cursor may move while colours are on.</summary>
    MovesInStandout = 14,

    /// <summary>bce: what is erased gets the current background.</summary>
    BackgroundErase = 28,
}
