using System.Text;
using Enso.Machine.Firmware;
using Enso.Machine.Interrupts;

namespace Enso.Kernel.Shell.Commands;

/// <summary><c>acpi</c>: the firmware's tables and what was read from them.</summary>
internal sealed unsafe class AcpiCommand : ShellCommand
{
    /// <inheritdoc/>
    public override string Name => "acpi";

    /// <inheritdoc/>
    public override string Summary => "the firmware's tables and what they said";

    /// <inheritdoc/>
    public override int Execute(CommandContext context)
    {
        context.ExpectArguments(0, 0);
        Table table = new("table", "bytes", "revision", "maker");
        for (int i = 0; i < Acpi.TableCount; i++)
        {
            // SAFETY: tables were checked and mapped at boot, with their whole length.
            byte* t = Acpi.Table(i);
            table.Add(Encoding.ASCII.GetString(t, 4), $"{*(uint*)(t + 4)}", $"{t[8]}",
                Encoding.ASCII.GetString(t + 10, 6).Trim('\0', ' '));
        }
        context.Write(table);
        context.WriteLine($"local APICs at 0x{LocalApic.PhysicalBase:x}, {IoApic.Count} I/O APICs");
        context.WriteLine(Acpi.HpetAddress == 0 ? "no HPET" : $"HPET at 0x{Acpi.HpetAddress:x}");
        context.WriteLine(Acpi.TimerPort == 0
            ? "no power-management timer"
            : $"power-management timer at port 0x{Acpi.TimerPort:x}, {(Acpi.TimerIs32Bit ? 32 : 24)} bits");
        context.WriteLine(Acpi.PciConfigurationAddress == 0
            ? "no PCI Express configuration space (MCFG)"
            : $"PCI Express configuration space at 0x{Acpi.PciConfigurationAddress:x}, "
                + $"buses {Acpi.PciFirstBus} to {Acpi.PciLastBus}");
        return 0;
    }
}
