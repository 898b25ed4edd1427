namespace Enso.Build.Terminfo;

/// <summary>What is sent to a terminal, and what its keys send, numbered as the compiled format has it (term(5),
/// terminfo(5)).</summary>
internal enum TerminfoString
{
    /// <summary>bel: rings.</summary>
    Bell = 1,

    /// <summary>cr: to the start of the row.</summary>
    CarriageReturn = 2,

    /// <summary>clear: erases the screen and goes to its top left.</summary>
    ClearScreen = 5,

    /// <summary>el: erases to the end of the row.</summary>
    ClearToEndOfLine = 6,

    /// <summary>ed: erases to the end of the screen.</summary>
    ClearToEndOfScreen = 7,

    /// <summary>hpa: to a column.</summary>
    ColumnAddress = 8,

    /// <summary>cup: to a row and column.</summary>
    CursorAddress = 10,

    /// <summary>cud1: down a row.</summary>
    CursorDown = 11,

    /// <summary>home: to the top left.</summary>
    CursorHome = 12,

    /// <summary>civis: hides the cursor.</summary>
    CursorInvisible = 13,

    /// <summary>cub1: left a column.</summary>
    CursorLeft = 14,

    /// <summary>cnorm: shows the cursor.</summary>
    CursorNormal = 16,

    /// <summary>cuf1: right a column.</summary>
    CursorRight = 17,

    /// <summary>cuu1: up a row.</summary>
    CursorUp = 19,

    /// <summary>cvvis: shows the cursor well.</summary>
    CursorVisible = 20,

    /// <summary>bold: bright from here.</summary>
    EnterBold = 27,

    /// <summary>dim: dim from here.</summary>
    EnterDim = 30,

    /// <summary>rev: foreground and background changed.</summary>
    EnterReverse = 34,

    /// <summary>sgr0: all of that off.</summary>
    ExitAttributes = 39,

    /// <summary>fsl: ends the title.</summary>
    FromStatusLine = 47,

    /// <summary>kbs: Backspace.</summary>
    KeyBackspace = 55,

    /// <summary>kdch1: Delete.</summary>
    KeyDelete = 59,

    /// <summary>kcud1: Down.</summary>
    KeyDown = 61,

    /// <summary>kf1: F1.</summary>
    KeyF1 = 66,

    /// <summary>kf10: F10.</summary>
    KeyF10 = 67,

    /// <summary>kf2: F2; F3 to F9 follow.</summary>
    KeyF2 = 68,

    /// <summary>khome: Home.</summary>
    KeyHome = 76,

    /// <summary>kich1: Insert.</summary>
    KeyInsert = 77,

    /// <summary>kcub1: Left.</summary>
    KeyLeft = 79,

    /// <summary>knp: Page Down.</summary>
    KeyPageDown = 81,

    /// <summary>kpp: Page Up.</summary>
    KeyPageUp = 82,

    /// <summary>kcuf1: Right.</summary>
    KeyRight = 83,

    /// <summary>kcuu1: Up.</summary>
    KeyUp = 87,

    /// <summary>nel: to the start of the next row.</summary>
    NewLine = 103,

    /// <summary>cud: down some rows.</summary>
    DownRows = 107,

    /// <summary>cub: left some columns.</summary>
    LeftColumns = 111,

    /// <summary>cuf: right some columns.</summary>
    RightColumns = 112,

    /// <summary>cuu: up some rows.</summary>
    UpRows = 114,

    /// <summary>rc: back to where <see cref="SaveCursor"/> was.</summary>
    RestoreCursor = 126,

    /// <summary>vpa: to a row.</summary>
    RowAddress = 127,

    /// <summary>sc: remembers the cursor's place and colours.</summary>
    SaveCursor = 128,

    /// <summary>ind: scrolls up a row, from the last row.</summary>
    ScrollForward = 129,

    /// <summary>ht: to the next tab stop.</summary>
    Tab = 134,

    /// <summary>tsl: begins the title.</summary>
    ToStatusLine = 135,

    /// <summary>kcbt: Shift-Tab.</summary>
    KeyBackTab = 148,

    /// <summary>kbeg: the middle of the numeric keypad.</summary>
    KeyBegin = 158,

    /// <summary>kend: End.</summary>
    KeyEnd = 164,

    /// <summary>kf11: F11.</summary>
    KeyF11 = 216,

    /// <summary>kf12: F12.</summary>
    KeyF12 = 217,

    /// <summary>el1: erases from the start of the row.</summary>
    ClearToStartOfLine = 269,

    /// <summary>u6: how the cursor's position is reported.</summary>
    PositionReport = 293,

    /// <summary>u7: asks for the cursor's position.</summary>
    PositionQuestion = 294,

    /// <summary>op: the colours of the start.</summary>
    OriginalColours = 297,

    /// <summary>setaf: sets the foreground, by ECMA-48's numbers.</summary>
    SetForeground = 359,

    /// <summary>setab: sets the background, by ECMA-48's numbers.</summary>
    SetBackground = 360,
}
