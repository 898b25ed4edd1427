using Enso.Machine.Cpu;

namespace Enso.Machine.Console;

/// <summary>The registers of VGA text mode that the screen needs: the cursor of the CRT controller (index
/// 0x3D4, data 0x3D5) and the attribute controller's blink bit (0x3C0, 0x3C1, reset by reading 0x3DA).
/// Source: IBM VGA technical reference; FreeVGA project, "CRTC registers", "attribute controller
/// registers".</summary>
internal static class VgaRegisters
{
    private const ushort CrtcIndex = 0x3D4;
    private const ushort CrtcData = 0x3D5;
    private const ushort AttributeWrite = 0x3C0;
    private const ushort AttributeRead = 0x3C1;
    private const ushort InputStatus = 0x3DA;

    private const byte CursorStart = 0x0A;
    private const byte CursorEnd = 0x0B;
    private const byte CursorHigh = 0x0E;
    private const byte CursorLow = 0x0F;
    private const byte CursorDisable = 0x20;
    private const byte CursorFirstLine = 13;
    private const byte CursorLastLine = 14;

    private const byte AttributeMode = 0x10;
    private const byte PaletteEnable = 0x20;
    private const byte BlinkEnable = 0x08;

    /// <summary>Makes the attribute's top bit a bright background instead of blinking text.</summary>
    public static void DisableBlink()
    {
        Instructions.InByte(InputStatus);
        Instructions.OutByte(AttributeWrite, AttributeMode | PaletteEnable);
        byte mode = Instructions.InByte(AttributeRead);
        Instructions.OutByte(AttributeWrite, (byte)(mode & ~BlinkEnable));
    }

    /// <summary>Shows the cursor as an underline at a cell, counted from the top left.</summary>
    public static void ShowCursor(int cell)
    {
        Write(CursorHigh, (byte)(cell >> 8));
        Write(CursorLow, (byte)cell);
        Write(CursorStart, CursorFirstLine);
        Write(CursorEnd, CursorLastLine);
    }

    /// <summary>Hides the cursor.</summary>
    public static void HideCursor() => Write(CursorStart, CursorDisable);

    private static void Write(byte register, byte value)
    {
        Instructions.OutByte(CrtcIndex, register);
        Instructions.OutByte(CrtcData, value);
    }
}
