using Enso.Machine.Cpu;

namespace Enso.Machine.Interrupts;

/// <summary>The two 8259A controllers of the PC/AT. They are only silenced: their timer would arrive as vector 8, a
/// double fault.</summary>
internal static class LegacyPic
{
    /// <summary>Moves their vectors out of the exceptions' way (a spurious one can come even when masked), then
    /// masks every line (Intel 8259A data sheet, ICW1 to ICW4).</summary>
    public static void Silence()
    {
        Instructions.OutByte(0x20, 0x11);
        Instructions.OutByte(0xA0, 0x11);
        Instructions.OutByte(0x21, 0x20);
        Instructions.OutByte(0xA1, 0x28);
        Instructions.OutByte(0x21, 0x04);
        Instructions.OutByte(0xA1, 0x02);
        Instructions.OutByte(0x21, 0x01);
        Instructions.OutByte(0xA1, 0x01);
        Instructions.OutByte(0x21, 0xFF);
        Instructions.OutByte(0xA1, 0xFF);
    }
}
