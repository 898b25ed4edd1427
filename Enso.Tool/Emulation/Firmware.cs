namespace Enso.Tool.Emulation;

/// <summary>What starts the machine before the kernel does.</summary>
public enum Firmware
{
    /// <summary>SeaBIOS, which QEMU carries.</summary>
    Bios,

    /// <summary>OVMF, from the distribution's package.</summary>
    Uefi,
}
