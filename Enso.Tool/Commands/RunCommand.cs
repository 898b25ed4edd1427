using System.CommandLine;
using Enso.Tool.Building;
using Enso.Tool.Emulation;
using Enso.Tool.Programs;
using Enso.Tool.Requirements;
using Enso.Tool.Running;
using Enso.Tool.Terminal;

namespace Enso.Tool.Commands;

/// <summary><c>enso run</c>.</summary>
internal static class RunCommand
{
    private const int PresetTimeoutSeconds = 120;
    private const int MaximumTimeoutSeconds = 24 * 60 * 60;

    /// <summary>Makes the command.</summary>
    /// <param name="builder">Builds the shell's kernel.</param>
    /// <param name="programs">Builds programs' images.</param>
    /// <param name="arguments">What follows <c>--</c> on the command line; null where there is none.</param>
    public static Command Create(Builder builder, ProgramBuilder programs, IReadOnlyList<string>? arguments)
    {
        EnsoSubcommand command = new("run", "Build the kernel and boot it in QEMU, with this terminal as its console.")
        {
            Examples =
            [
                "./enso run                                        boot the ISO; leave with poweroff, or Ctrl-A X",
                "./enso run --cores 8 --memory 2G --firmware uefi  a larger machine, through UEFI",
                "./enso run --kernel --append 'cores=2'          boot the ELF directly, with a command line",
                "./enso run --display vnc                          watch its screen with a VNC viewer",
                "./enso run --exec 'cores; memory; poweroff'       for scripts: the exit status is the commands'",
                "echo cores | ./enso run                           the same, commands from standard input",
                "./enso run --app samples/hello -- Ada             a .NET console project in place of the shell",
            ],
        };
        ProgramCommandOptions program = new(command, arguments);
        MachineCommandOptions machine = new(command, BootPath.Iso) { Program = program.App };
        Option<string?> exec = OptionFactory.Text(
            "--exec",
            "COMMANDS",
            "Run shell commands, separated by ';', print what they print, and end with the first failed status.",
            "the commands in one argument, such as --exec 'cores; memory; poweroff'");
        Option<int> timeout = OptionFactory.Number(
            "--timeout",
            "SECONDS",
            "How long boot and commands of --exec, or the program of --app, may take in all.",
            1,
            MaximumTimeoutSeconds,
            PresetTimeoutSeconds);
        Option<string?> screenshot = OptionFactory.Text(
            "--screenshot",
            "FILE",
            "Save the guest's screen after the last command of --exec (before a final poweroff).",
            "a file name that ends in .png or .ppm");
        command.Options.Add(exec);
        command.Options.Add(timeout);
        command.Options.Add(screenshot);
        command.Checks.Add(result => Check(result, program.App, exec, timeout, screenshot));
        command.SetAction(async (result, cancellationToken) =>
        {
            if (result.GetValue(program.App) is { } project)
            {
                TimeSpan? limit = result.GetResult(timeout) is { Implicit: false }
                    ? TimeSpan.FromSeconds(result.GetValue(timeout))
                    : null;
                return await RunProgramAsync(
                    programs, project, machine.Read(result), text => program.CommandLine(result, text), limit,
                    cancellationToken);
            }

            MachineOptions options = machine.Read(result);
            if (machine.Image(result) is null)
            {
                await builder.BuildAsync(BuildTarget.Kernel, Need.Build | Need.Run, cancellationToken);
            }

            if (result.GetValue(exec) is { } commands)
            {
                ScriptedRun run = new(options, TimeSpan.FromSeconds(result.GetValue(timeout)))
                {
                    Screenshot = result.GetValue(screenshot),
                };
                return await run.RunAsync(CommandList.Split(commands), cancellationToken);
            }

            options = options with { NoReboot = false };
            return Console.IsInputRedirected
                ? await new PipedRun(options).RunAsync(Console.In, cancellationToken)
                : await new TerminalRun(options).RunAsync(cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunProgramAsync(
        ProgramBuilder programs,
        string project,
        MachineOptions machine,
        Func<IEnumerable<string?>, string> commandLine,
        TimeSpan? limit,
        CancellationToken cancellationToken)
    {
        // At a terminal the program has it whole; elsewhere its two streams are kept apart and its time may be limited.
        bool hasTerminal = limit is null && !Console.IsInputRedirected && !Console.IsOutputRedirected
            && !Console.IsErrorRedirected;
        string line = commandLine(hasTerminal ? [machine.Append] : ["mark-messages", machine.Append]);
        bool isIso = machine.Boot == BootPath.Iso;
        ProgramImage image = await programs.BuildAsync(project, isIso ? line : null, Console.Error, cancellationToken);
        MachineOptions options = machine with
        {
            ElfPath = image.Elf,
            IsoPath = image.Iso,
            Append = isIso ? null : line,
        };
        if (hasTerminal)
        {
            return await new TerminalRun(options) { IsProgram = true }.RunAsync(cancellationToken);
        }

        await using Stream input = Console.OpenStandardInput();
        await using Stream output = Console.OpenStandardOutput();
        await using Stream error = Console.OpenStandardError();
        return await new ProgramRun(options, limit).RunAsync(input, output, error, cancellationToken);
    }

    private static string? Check(
        ParseResult result,
        Option<string?> app,
        Option<string?> exec,
        Option<int> timeout,
        Option<string?> screenshot)
    {
        if (result.GetValue(app) is { } project)
        {
            return ((Option[])[exec, screenshot])
                .Where(option => result.GetResult(option) is { Implicit: false })
                .Select(option => $"--app: '{project}' runs in place of the shell, so {option.Name} has no meaning; give "
                    + "one of them.")
                .FirstOrDefault();
        }

        if (result.GetValue(exec) is not { } commands)
        {
            return ((Option[])[timeout, screenshot])
                .Where(option => result.GetResult(option) is { Implicit: false })
                .Select(option => $"{option.Name}: '{result.GetResult(option)!.Tokens[0].Value}' has a meaning only "
                    + "with --exec 'COMMANDS'" + (option == timeout ? " or --app PROJECT." : "."))
                .FirstOrDefault();
        }

        if (result.GetValue(screenshot) is { } file && Path.GetExtension(file) is not (".png" or ".ppm"))
        {
            return $"--screenshot: '{file}' is not valid; give a file name that ends in .png or .ppm.";
        }

        try
        {
            return CommandList.Split(commands).Count > 0
                ? null
                : $"--exec: '{commands}' has no command; give commands separated by ';', such as 'cores; poweroff'.";
        }
        catch (FormatException error)
        {
            return $"--exec: '{commands}' is not valid: {error.Message}; give each quote its end.";
        }
    }
}
