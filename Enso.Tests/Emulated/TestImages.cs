using Enso.Tool.Building;
using Enso.Tool.Emulation;

namespace Enso.Tests.Emulated;

/// <summary>The images that the build made, and how the tests boot them.</summary>
internal static class TestImages
{
    /// <summary>How long one boot may take until the prompt. A machine under full load is slow; a hang is for ever.
    /// </summary>
    public static readonly TimeSpan BootLimit = TimeSpan.FromSeconds(120);

    /// <summary>The kernel that runs the kernel tests.</summary>
    public static string TestKernel => Path.Combine(RepositoryLayout.Current.Artifacts, "enso-tests.elf");

    /// <summary>A direct boot of the shell's kernel.</summary>
    public static MachineOptions Direct => new() { Boot = BootPath.Direct };

    /// <summary>What to attach to a failure: the serial log and every core's registers.</summary>
    public static async Task<string> DescribeAsync(VirtualMachine machine)
    {
        string registers = machine.HasExited ? "(the emulator has ended)" : await machine.RegistersAsync();
        return $"""
            --- serial log ---
            {machine.SerialText}
            --- registers ---
            {registers}
            --- emulator: exit {machine.ExitCode?.ToString() ?? "none"}, reason {machine.ShutdownReason ?? "none"} ---
            {machine.Diagnostics}
            """;
    }
}
