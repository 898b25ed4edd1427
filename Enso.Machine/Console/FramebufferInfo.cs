namespace Enso.Machine.Console;

/// <summary>A direct-colour linear framebuffer as the boot loader describes it: the multiboot2 framebuffer
/// tag (type 1), which has the fields of VESA VBE 3.0's mode information block. A colour's position is the
/// number of its lowest bit in a pixel, its size the number of its bits.</summary>
internal struct FramebufferInfo
{
    /// <summary>Where the top left pixel is in physical memory.</summary>
    public ulong PhysicalAddress;

    /// <summary>Bytes from one line of pixels to the next.</summary>
    public uint Pitch;

    /// <summary>Pixels in a line.</summary>
    public uint Width;

    /// <summary>Lines of pixels.</summary>
    public uint Height;

    /// <summary>32, 24, 16 or 15 (which takes 16 bits of memory).</summary>
    public byte BitsPerPixel;

    /// <summary>The lowest bit of red.</summary>
    public byte RedPosition;

    /// <summary>The bits of red.</summary>
    public byte RedSize;

    /// <summary>The lowest bit of green.</summary>
    public byte GreenPosition;

    /// <summary>The bits of green.</summary>
    public byte GreenSize;

    /// <summary>The lowest bit of blue.</summary>
    public byte BluePosition;

    /// <summary>The bits of blue.</summary>
    public byte BlueSize;

    /// <summary>Bytes that a pixel takes in memory.</summary>
    public readonly uint BytesPerPixel => (BitsPerPixel + 7u) / 8;

    /// <summary>Whether the screen can draw on it: a known depth, colours that lie inside a pixel, lines
    /// that do not overlap, and room for one character.</summary>
    public readonly bool IsUsable =>
        BitsPerPixel is 32 or 24 or 16 or 15
        && RedSize != 0 && GreenSize != 0 && BlueSize != 0
        && RedPosition + RedSize <= BitsPerPixel
        && GreenPosition + GreenSize <= BitsPerPixel
        && BluePosition + BlueSize <= BitsPerPixel
        && Width >= Font.CellWidth && Height >= Font.CellHeight
        && Pitch >= (ulong)Width * BytesPerPixel;

    /// <summary>The pixel of a colour given as 0xRRGGBB.</summary>
    public readonly uint Pixel(uint rgb) =>
        (Component((rgb >> 16) & 0xFF, RedSize) << RedPosition)
        | (Component((rgb >> 8) & 0xFF, GreenSize) << GreenPosition)
        | (Component(rgb & 0xFF, BlueSize) << BluePosition);

    private static uint Component(uint value, byte size) =>
        size <= 8 ? value >> (8 - size) : value << (size - 8);
}
