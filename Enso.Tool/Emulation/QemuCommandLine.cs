using System.Globalization;

namespace Enso.Tool.Emulation;

/// <summary>Writes QEMU's command line. Nothing here touches the machine, so tests read what it writes.</summary>
public static class QemuCommandLine
{
    /// <summary>The emulator.</summary>
    public const string Executable = "qemu-system-x86_64";

    // Any will do, so long as it is always the same.
    private const string CountedDate = "2026-01-01T00:00:00";
    private const string CountedSeed = "1";

    private const string DebugExitDevice = "isa-debug-exit,iobase=0xf4,iosize=4";

    /// <summary>Everything but the console and the control socket, which depend on who watches.</summary>
    /// <param name="options">The machine.</param>
    /// <param name="firmware">The UEFI firmware, its variables writable; needed when the options ask for it.</param>
    /// <param name="windowBackend">QEMU's name of the window system, when the options ask for a window.</param>
    /// <returns>The arguments, without the executable.</returns>
    /// <exception cref="ArgumentException">The options contradict one another.</exception>
    public static IReadOnlyList<string> Build(
        MachineOptions options, OvmfImage? firmware = null, string windowBackend = "gtk")
    {
        ArgumentNullException.ThrowIfNull(options);
        bool isKvm = options.Accelerator == Accelerator.Kvm;
        List<string> arguments =
        [
            "-machine", options.Machine == MachineModel.Pc ? "pc" : "q35",
            "-accel", isKvm ? "kvm" : options.Timeline == Timeline.Host ? "tcg,thread=multi" : "tcg,thread=single",
            "-cpu", isKvm && options.CpuModel == "max" ? "host" : options.CpuModel,
            "-smp", options.Cores.ToString(CultureInfo.InvariantCulture),
            "-m", options.Memory.ToString(),
            "-nic", "none",
        ];
        if (options.NoReboot)
        {
            arguments.Add("-no-reboot");
        }

        arguments.AddRange(Time(options));
        arguments.AddRange(Boot(options, firmware));
        arguments.AddRange(options.Display switch
        {
            DisplayKind.Window => ["-display", windowBackend],
            DisplayKind.Vnc => ["-display", "vnc=127.0.0.1:0,to=99"],
            _ => ["-display", "none"],
        });
        if (options.DebugExit)
        {
            arguments.AddRange(["-device", DebugExitDevice]);
        }

        if (options.DebuggerPort is int port)
        {
            arguments.AddRange(["-S", "-gdb", string.Create(CultureInfo.InvariantCulture, $"tcp:127.0.0.1:{port}")]);
        }

        arguments.AddRange(options.ExtraArguments);
        return arguments;
    }

    /// <summary>The line as a person would type it in a shell.</summary>
    /// <param name="arguments">The arguments.</param>
    /// <returns>The executable and the arguments, quoted where they need it.</returns>
    public static string Display(IEnumerable<string> arguments) =>
        string.Join(' ', arguments.Prepend(Executable).Select(Quote));

    /// <summary>Escapes a path for use as a value inside a comma-separated QEMU option.</summary>
    /// <param name="path">The path.</param>
    /// <returns>The path, its commas doubled.</returns>
    internal static string EscapeValue(string path) => path.Replace(",", ",,", StringComparison.Ordinal);

    private static IEnumerable<string> Time(MachineOptions options)
    {
        if (options.Timeline == Timeline.Host)
        {
            return [];
        }

        if (options.Accelerator != Accelerator.Tcg)
        {
            throw new ArgumentException("Only the emulator TCG counts instructions.", nameof(options));
        }

        string file = "";
        if (options.Timeline is Timeline.Recorded or Timeline.Replayed)
        {
            if (options.Cores != 1)
            {
                throw new ArgumentException("QEMU records and replays machines of one core only.", nameof(options));
            }

            string path = options.TimelineFile
                ?? throw new ArgumentException("A recorded or replayed run needs a file.", nameof(options));
            file = $",rr={(options.Timeline == Timeline.Recorded ? "record" : "replay")},rrfile={EscapeValue(path)}";
        }

        return ["-icount", $"shift=0{(file == "" ? ",sleep=off" : file)}", "-rtc", $"base={CountedDate},clock=vm", "-seed", CountedSeed];
    }

    private static List<string> Boot(MachineOptions options, OvmfImage? firmware)
    {
        List<string> arguments = [];
        if (options.Boot == BootPath.Direct)
        {
            if (options.Firmware == Firmware.Uefi)
            {
                throw new ArgumentException(
                    "A direct boot loads the ELF past any firmware; it cannot go through UEFI.", nameof(options));
            }

            arguments.AddRange(["-kernel", options.ElfPath]);
            if (options.Append is not null)
            {
                arguments.AddRange(["-append", options.Append]);
            }

            return arguments;
        }

        if (options.Append is not null)
        {
            throw new ArgumentException(
                "A command line can be given to a direct boot only: the ISO's is in its menu.", nameof(options));
        }

        if (options.Firmware == Firmware.Uefi)
        {
            ArgumentNullException.ThrowIfNull(firmware);
            arguments.AddRange(firmware.Variables is null
                ? ["-bios", firmware.Code]
                :
                [
                    "-drive", $"if=pflash,unit=0,format=raw,readonly=on,file={EscapeValue(firmware.Code)}",
                    "-drive", $"if=pflash,unit=1,format=raw,file={EscapeValue(firmware.Variables)}",
                ]);
        }

        arguments.AddRange(["-cdrom", options.IsoPath, "-boot", "d"]);
        return arguments;
    }

    private static string Quote(string argument) =>
        argument.Length > 0 && argument.All(c => char.IsAsciiLetterOrDigit(c) || "-_=,./:+@%".Contains(c))
            ? argument
            : $"'{argument.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
