namespace Enso.Machine.Console;

/// <summary>What the screen is drawn on.</summary>
internal enum ScreenKind : byte
{
    /// <summary>Nothing: what is written goes nowhere.</summary>
    None,

    /// <summary>VGA text mode 3: 80 by 25 cells of a character byte and an attribute byte.</summary>
    VgaText,

    /// <summary>A linear framebuffer with direct colour (VESA, UEFI GOP).</summary>
    Framebuffer,
}
