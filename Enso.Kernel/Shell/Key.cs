namespace Enso.Kernel.Shell;

/// <summary>Which key a <see cref="KeyPress"/> is about.</summary>
public enum Key
{
    /// <summary>An escape sequence that no key here has.</summary>
    Unknown,

    /// <summary>A key with a character, which <see cref="KeyPress.Rune"/> holds.</summary>
    Character,

    /// <summary>Enter: a carriage return, a line feed, or both.</summary>
    Enter,

    /// <summary>The tabulator key.</summary>
    Tab,

    /// <summary>Erase to the left.</summary>
    Backspace,

    /// <summary>Erase to the right.</summary>
    Delete,

    /// <summary>The escape key alone.</summary>
    Escape,

    /// <summary>The up arrow.</summary>
    Up,

    /// <summary>The down arrow.</summary>
    Down,

    /// <summary>The left arrow.</summary>
    Left,

    /// <summary>The right arrow.</summary>
    Right,

    /// <summary>To the start of the line.</summary>
    Home,

    /// <summary>To the end of the line.</summary>
    End,

    /// <summary>A page up.</summary>
    PageUp,

    /// <summary>A page down.</summary>
    PageDown,

    /// <summary>The insert key.</summary>
    Insert,
}
