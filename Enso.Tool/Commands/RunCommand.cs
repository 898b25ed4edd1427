using System.CommandLine;
using Enso.Tool.Building;
using Enso.Tool.Emulation;
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
    public static Command Create(Builder builder)
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
            ],
        };
        MachineCommandOptions machine = new(command, BootPath.Iso);
        Option<string?> exec = OptionFactory.Text(
            "--exec",
            "COMMANDS",
            "Run shell commands, separated by ';', print what they print, and end with the first failed status.",
            "the commands in one argument, such as --exec 'cores; memory; poweroff'");
        Option<int> timeout = OptionFactory.Number(
            "--timeout",
            "SECONDS",
            "How long boot and commands of --exec may take in all.",
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
        command.Checks.Add(result => Check(result, exec, timeout, screenshot));
        command.SetAction(async (result, cancellationToken) =>
        {
            await builder.BuildAsync(BuildTarget.Kernel, Need.Build | Need.Run, cancellationToken);
            MachineOptions options = machine.Read(result);
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

    private static string? Check(
        ParseResult result, Option<string?> exec, Option<int> timeout, Option<string?> screenshot)
    {
        if (result.GetValue(exec) is not { } commands)
        {
            return ((Option[])[timeout, screenshot])
                .Where(option => result.GetResult(option) is { Implicit: false })
                .Select(option => $"{option.Name}: '{result.GetResult(option)!.Tokens[0].Value}' has a meaning only "
                    + "with --exec 'COMMANDS'.")
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
