namespace Enso.Tool.Emulation;

/// <summary>The chipset that QEMU models.</summary>
public enum MachineModel
{
    /// <summary>i440FX with PIIX3: PCI, IDE, no PCI Express.</summary>
    Pc,

    /// <summary>Q35 with ICH9: PCI Express, AHCI.</summary>
    Q35,
}
