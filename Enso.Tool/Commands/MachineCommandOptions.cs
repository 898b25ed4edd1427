using System.CommandLine;
using Enso.Tool.Building;
using Enso.Tool.Emulation;

namespace Enso.Tool.Commands;

/// <summary>The options that describe the emulated machine; <c>run</c> and <c>debug</c> share them.</summary>
internal sealed class MachineCommandOptions
{
    private const int MaximumCores = 64;

    private readonly BootPath _presetBoot;
    private readonly Option<int> _cores = OptionFactory.Number(
        "--cores", "N", "The number of cores.", 1, MaximumCores, 4);

    private readonly Option<MemorySize> _memory = OptionFactory.Memory(new MemorySize(512));

    private readonly Option<Firmware> _firmware = ValueOption<Firmware>.OneOf(
        "--firmware", "What starts the machine.", ("bios", Firmware.Bios), ("uefi", Firmware.Uefi));

    private readonly Option<MachineModel> _machine = ValueOption<MachineModel>.OneOf(
        "--machine", "The chipset.", ("q35", MachineModel.Q35), ("pc", MachineModel.Pc));

    private readonly Option<DisplayKind> _display = ValueOption<DisplayKind>.OneOf(
        "--display",
        "Where the guest's screen goes.",
        ("none", DisplayKind.None),
        ("window", DisplayKind.Window),
        ("vnc", DisplayKind.Vnc));

    private readonly Option<Accelerator> _accelerator = OptionFactory.Accelerator();

    private readonly Option<bool> _icount = new("--icount")
    {
        Description = "Let the guest's clock count instructions, one core after another: two runs are alike.",
    };

    private readonly Option<string?> _record = OptionFactory.Text(
        "--record", "FILE", "The same on one core, and record the run in a file.", "the name of a file to write");

    private readonly Option<string?> _replay = OptionFactory.Text(
        "--replay", "FILE", "Run again what was recorded.", "the name of a recorded file");

    private readonly Option<string?> _append = OptionFactory.Text(
        "--append", "TEXT", "The kernel's command line (direct boot only).", "the command line in one argument");

    private readonly Option<string?> _image = OptionFactory.Text(
        "--image",
        "FILE",
        "Boot this image directly, as it is, in place of the shell's.",
        "the name of an ELF file, such as artifacts/apps/hello.elf");

    private readonly Option<bool> _kernel = new("--kernel")
    {
        Description = "Boot the ELF directly, without firmware, GRUB and the ISO.",
    };

    private readonly Option<bool> _iso = new("--iso") { Description = "Boot the ISO, as a real machine does." };

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="presetBoot">How it boots when nothing is said.</param>
    public MachineCommandOptions(EnsoSubcommand command, BootPath presetBoot)
    {
        _presetBoot = presetBoot;
        Option[] options =
        [
            _cores, _memory, _firmware, _machine, _kernel, _iso, _image, _display, _accelerator, _icount, _record, _replay,
            _append,
        ];
        foreach (Option option in options)
        {
            command.Options.Add(option);
        }

        command.Checks.Add(Check);
    }

    /// <summary>The option that names a program to boot in place of the shell, where the command has it.</summary>
    public Option<string?>? Program { get; init; }

    /// <summary>The image that was asked for.</summary>
    /// <param name="result">The command line.</param>
    /// <returns>Its absolute path; null for the command's own.</returns>
    public string? Image(ParseResult result) => result.GetValue(_image) is { } file ? Path.GetFullPath(file) : null;

    /// <summary>The machine that was asked for.</summary>
    /// <param name="result">The command line.</param>
    /// <returns>The machine.</returns>
    public MachineOptions Read(ParseResult result) => new()
    {
        Cores = IsOnRecord(result) ? 1 : result.GetValue(_cores),
        Memory = result.GetValue(_memory),
        Firmware = result.GetValue(_firmware),
        Machine = result.GetValue(_machine),
        Accelerator = result.GetValue(_accelerator),
        Display = result.GetValue(_display),
        Boot = Boot(result),
        ElfPath = Image(result) ?? RepositoryLayout.Current.KernelElf,
        Append = result.GetValue(_append),
        Timeline = result.GetValue(_record) is not null ? Timeline.Recorded
            : result.GetValue(_replay) is not null ? Timeline.Replayed
            : result.GetValue(_icount) ? Timeline.Counted
            : Timeline.Host,
        TimelineFile = result.GetValue(_record) ?? result.GetValue(_replay),
    };

    private bool IsOnRecord(ParseResult result) =>
        result.GetValue(_record) is not null || result.GetValue(_replay) is not null;

    // Asking for UEFI is asking for a boot that goes through it, also where the direct boot is the default; a program
    // boots directly unless any firmware is asked for.
    private BootPath Boot(ParseResult result) =>
        result.GetValue(_kernel) || result.GetValue(_image) is not null ? BootPath.Direct
        : result.GetValue(_iso) || result.GetValue(_firmware) == Firmware.Uefi ? BootPath.Iso
        : !IsProgram(result) ? _presetBoot
        : result.GetResult(_firmware) is { Implicit: false } ? BootPath.Iso
        : BootPath.Direct;

    private bool IsProgram(ParseResult result) => Program is not null && result.GetValue(Program) is not null;

    private string? Check(ParseResult result)
    {
        bool isKernel = result.GetValue(_kernel);
        bool isIso = result.GetValue(_iso);
        Firmware firmware = result.GetValue(_firmware);
        if (isKernel && isIso)
        {
            return "--kernel and --iso are two ways to boot; give one of them.";
        }

        if (isKernel && firmware == Firmware.Uefi)
        {
            return "--kernel: loads the ELF without any firmware, so it cannot go with --firmware 'uefi'; "
                + "give one of them.";
        }

        return CheckImage(result) ?? CheckTimeline(result) ?? CheckAppend(result);
    }

    private string? CheckImage(ParseResult result)
    {
        if (result.GetValue(_image) is not { } file)
        {
            return null;
        }

        if (!File.Exists(file))
        {
            return $"--image: '{file}' is not there; give the name of an ELF file, such as artifacts/enso.elf.";
        }

        string? other = result.GetValue(_iso) ? "--iso"
            : result.GetValue(_firmware) == Firmware.Uefi ? "--firmware 'uefi'"
            : IsProgram(result) ? "--app"
            : null;
        return other is null ? null : $"--image: '{file}' is booted directly, so it cannot go with {other}; give one of them.";
    }

    private string? CheckTimeline(ParseResult result)
    {
        if (result.GetValue(_record) is not null && result.GetValue(_replay) is not null)
        {
            return "--record and --replay are two things to do with a run; give one of them.";
        }

        if (result.GetValue(_replay) is { } file && !File.Exists(file))
        {
            return $"--replay: '{file}' is not there; give the name of a file that --record wrote.";
        }

        bool isOnRecord = IsOnRecord(result);
        if (isOnRecord && result.GetResult(_cores) is { Implicit: false } && result.GetValue(_cores) != 1)
        {
            return $"--cores: '{result.GetValue(_cores)}' cannot be recorded or replayed, because QEMU does so with one core "
                + "only; leave it out, or use --icount.";
        }

        return (isOnRecord || result.GetValue(_icount)) && result.GetValue(_accelerator) == Accelerator.Kvm
            ? "--accel: 'kvm' counts no instructions; leave it out."
            : null;
    }

    private string? CheckAppend(ParseResult result) =>
        result.GetValue(_append) is { } text && Boot(result) == BootPath.Iso && !IsProgram(result)
            ? $"--append: '{text}' cannot be given to the kernel, because the ISO's command line is written in its "
                + "menu; give --kernel as well, which boots the ELF directly."
            : null;
}
