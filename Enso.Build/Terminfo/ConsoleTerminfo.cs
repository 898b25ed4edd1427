namespace Enso.Build.Terminfo;

/// <summary>The description of Ensō's console: what its own screen (Enso.Machine, <c>ScreenTerminal</c>) and
/// xterm-like terminals at the other end of a serial line both understand, and the keys as its PS/2 keyboard
/// (<c>KeyboardDecoder</c>) and such terminals send them.</summary>
/// <remarks>Keys are those of a terminal's normal mode: the entry has no string that turns on application mode, as the
/// keyboard has none.</remarks>
internal static class ConsoleTerminfo
{
    /// <summary>The value of TERM.</summary>
    public const string Name = "enso";

    /// <summary>The description.</summary>
    public static TerminfoEntry Entry => new()
    {
        Names = $"{Name}|console of the Enso operating system",
        Flags =
        [
            TerminfoFlag.AutomaticMargins, TerminfoFlag.EatsNewline, TerminfoFlag.HasStatusLine,
            TerminfoFlag.MovesInStandout, TerminfoFlag.BackgroundErase,
        ],
        Numbers = new Dictionary<TerminfoNumber, short>
        {
            [TerminfoNumber.Columns] = 80,
            [TerminfoNumber.Lines] = 24,
            [TerminfoNumber.TabWidth] = 8,
            [TerminfoNumber.Colours] = 16,
            [TerminfoNumber.ColourPairs] = 256,
        },
        Strings = Output.Concat(Keys).ToDictionary(),
        ExtendedStrings = new Dictionary<string, string>
        {
            // Erases what a terminal keeps of rows that scrolled away.
            ["E3"] = "\e[3J",
        },
    };

    private static Dictionary<TerminfoString, string> Output => new()
    {
        [TerminfoString.Bell] = "\a",
        [TerminfoString.CarriageReturn] = "\r",
        [TerminfoString.Tab] = "\t",
        [TerminfoString.NewLine] = "\r\n",
        [TerminfoString.ScrollForward] = "\n",
        [TerminfoString.CursorDown] = "\n",
        [TerminfoString.CursorLeft] = "\b",
        [TerminfoString.CursorRight] = "\e[C",
        [TerminfoString.CursorUp] = "\e[A",
        [TerminfoString.CursorHome] = "\e[H",
        [TerminfoString.UpRows] = "\e[%p1%dA",
        [TerminfoString.DownRows] = "\e[%p1%dB",
        [TerminfoString.RightColumns] = "\e[%p1%dC",
        [TerminfoString.LeftColumns] = "\e[%p1%dD",
        [TerminfoString.ColumnAddress] = "\e[%i%p1%dG",
        [TerminfoString.RowAddress] = "\e[%i%p1%dd",
        [TerminfoString.CursorAddress] = "\e[%i%p1%d;%p2%dH",
        [TerminfoString.SaveCursor] = "\e7",
        [TerminfoString.RestoreCursor] = "\e8",
        [TerminfoString.ClearScreen] = "\e[H\e[2J",
        [TerminfoString.ClearToEndOfScreen] = "\e[J",
        [TerminfoString.ClearToEndOfLine] = "\e[K",
        [TerminfoString.ClearToStartOfLine] = "\e[1K",
        [TerminfoString.CursorInvisible] = "\e[?25l",
        [TerminfoString.CursorNormal] = "\e[?25h",
        [TerminfoString.CursorVisible] = "\e[?25h",
        [TerminfoString.EnterBold] = "\e[1m",
        [TerminfoString.EnterDim] = "\e[2m",
        [TerminfoString.EnterReverse] = "\e[7m",
        [TerminfoString.ExitAttributes] = "\e[m",
        // 0 to 7 are 30 to 37, 8 to 15 are 90 to 97; 10 more for the background. The branches print, as .NET evaluates
        // both and keeps only what the right one printed.
        [TerminfoString.SetForeground] = "\e[%?%p1%{8}%<%t3%p1%d%e9%p1%{8}%-%d%;m",
        [TerminfoString.SetBackground] = "\e[%?%p1%{8}%<%t4%p1%d%e10%p1%{8}%-%d%;m",
        [TerminfoString.OriginalColours] = "\e[39;49m",
        [TerminfoString.ToStatusLine] = "\e]0;",
        [TerminfoString.FromStatusLine] = "\a",
        [TerminfoString.PositionQuestion] = "\e[6n",
        [TerminfoString.PositionReport] = "\e[%i%d;%dR",
    };

    private static Dictionary<TerminfoString, string> Keys => new()
    {
        [TerminfoString.KeyBackspace] = "\x7F",
        [TerminfoString.KeyBackTab] = "\e[Z",
        [TerminfoString.KeyUp] = "\e[A",
        [TerminfoString.KeyDown] = "\e[B",
        [TerminfoString.KeyRight] = "\e[C",
        [TerminfoString.KeyLeft] = "\e[D",
        [TerminfoString.KeyBegin] = "\e[E",
        [TerminfoString.KeyEnd] = "\e[F",
        [TerminfoString.KeyHome] = "\e[H",
        [TerminfoString.KeyInsert] = "\e[2~",
        [TerminfoString.KeyDelete] = "\e[3~",
        [TerminfoString.KeyPageUp] = "\e[5~",
        [TerminfoString.KeyPageDown] = "\e[6~",
        [TerminfoString.KeyF1] = "\eOP",
        [TerminfoString.KeyF2] = "\eOQ",
        [TerminfoString.KeyF2 + 1] = "\eOR",
        [TerminfoString.KeyF2 + 2] = "\eOS",
        [TerminfoString.KeyF2 + 3] = "\e[15~",
        [TerminfoString.KeyF2 + 4] = "\e[17~",
        [TerminfoString.KeyF2 + 5] = "\e[18~",
        [TerminfoString.KeyF2 + 6] = "\e[19~",
        [TerminfoString.KeyF2 + 7] = "\e[20~",
        [TerminfoString.KeyF10] = "\e[21~",
        [TerminfoString.KeyF11] = "\e[23~",
        [TerminfoString.KeyF12] = "\e[24~",
    };
}
