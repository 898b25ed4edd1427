using System.Collections.Immutable;
using Enso.Tool.Building;

namespace Enso.Tool.Emulation;

/// <summary>The machine to emulate and what it boots.</summary>
public sealed record MachineOptions
{
    /// <summary>The number of cores.</summary>
    public int Cores { get; init; } = 4;

    /// <summary>The amount of memory.</summary>
    public MemorySize Memory { get; init; } = new(512);

    /// <summary>The firmware. A direct boot does not go through it.</summary>
    public Firmware Firmware { get; init; } = Firmware.Bios;

    /// <summary>The chipset.</summary>
    public MachineModel Machine { get; init; } = MachineModel.Q35;

    /// <summary>How guest instructions run.</summary>
    public Accelerator Accelerator { get; init; } = Accelerator.Tcg;

    /// <summary>What the guest's clock follows.</summary>
    public Timeline Timeline { get; init; } = Timeline.Host;

    /// <summary>The file that a run is recorded in or replayed from.</summary>
    public string? TimelineFile { get; init; }

    /// <summary>Where the guest's screen goes.</summary>
    public DisplayKind Display { get; init; } = DisplayKind.None;

    /// <summary>How the kernel gets into memory.</summary>
    public BootPath Boot { get; init; } = BootPath.Iso;

    /// <summary>The ELF that a direct boot loads; the repository's by default.</summary>
    public string ElfPath { get; init; } = RepositoryLayout.Current.KernelElf;

    /// <summary>The ISO that firmware boots; the repository's by default.</summary>
    public string IsoPath { get; init; } = RepositoryLayout.Current.KernelIso;

    /// <summary>The kernel's command line; a direct boot only, as the ISO's is written in its menu.</summary>
    public string? Append { get; init; }

    /// <summary>QEMU's processor model. With <see cref="Accelerator.Kvm"/>, <c>max</c> becomes <c>host</c>.</summary>
    public string CpuModel { get; init; } = "max";

    /// <summary>Whether a guest's reset ends the emulator instead of starting the machine again.</summary>
    public bool NoReboot { get; init; } = true;

    /// <summary>Whether the machine has the <c>isa-debug-exit</c> device at port 0xF4: a guest that writes v
    /// there ends the emulator with exit code 2v+1.</summary>
    public bool DebugExit { get; init; }

    /// <summary>The TCP port on the loopback address where gdb may attach, the machine waiting for it stopped;
    /// null for no debugger.</summary>
    public int? DebuggerPort { get; init; }

    /// <summary>More arguments for QEMU, passed as they are, after all others.</summary>
    public ImmutableArray<string> ExtraArguments { get; init; } = [];
}
