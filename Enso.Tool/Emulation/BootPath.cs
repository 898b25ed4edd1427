namespace Enso.Tool.Emulation;

/// <summary>How the kernel gets into memory.</summary>
public enum BootPath
{
    /// <summary>From the ISO: firmware, GRUB, multiboot2. What a real machine does.</summary>
    Iso,

    /// <summary>From the ELF, by QEMU itself, through the PVH note: faster, and takes a command line.</summary>
    Direct,
}
