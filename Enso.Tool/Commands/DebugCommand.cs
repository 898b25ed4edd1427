using System.CommandLine;
using Enso.Tool.Building;
using Enso.Tool.Debugger;
using Enso.Tool.Emulation;
using Enso.Tool.Requirements;

namespace Enso.Tool.Commands;

/// <summary><c>enso debug</c>.</summary>
internal static class DebugCommand
{
    private const int FirstPort = 1024;
    private const int LastPort = 65535;
    private const int PresetPort = 1234;

    /// <summary>Makes the command.</summary>
    public static Command Create(RepositoryLayout repository, Builder builder)
    {
        EnsoSubcommand command = new("debug", "Boot the kernel, stopped, and open gdb on it: C# source, line by line.")
        {
            Examples =
            [
                "./enso debug                      stop at Main; then break, next, step, info locals, backtrace",
                "./enso debug --cores 1 --console  one core, its console mixed with gdb's",
                "./enso debug --script steps.gdb   for scripts and tests",
                "./enso debug --wait               attach another debugger to localhost:1234",
                "./enso debug --image artifacts/apps/hello.elf   a program, as it was built",
            ],
        };
        MachineCommandOptions machine = new(command, BootPath.Direct);
        Option<int> port = OptionFactory.Number(
            "--port", "N", "The TCP port (loopback only) that gdb attaches to.", FirstPort, LastPort, PresetPort);
        Option<string?> script = OptionFactory.Text(
            "--script",
            "FILE",
            "Run a gdb script at the kernel's Main instead of opening gdb; the exit status is gdb's.",
            "the name of a file of gdb commands");
        Option<bool> wait = new("--wait")
        {
            Description = "Only boot, stopped, and say how to attach (what Visual Studio Code does).",
        };
        Option<bool> console = new("--console") { Description = "Print what the guest writes to its console." };
        command.Options.Add(port);
        command.Options.Add(script);
        command.Options.Add(wait);
        command.Options.Add(console);
        command.Checks.Add(result => Check(result, script, wait) ?? CheckSymbols(machine.Image(result)));
        command.SetAction(async (result, cancellationToken) =>
        {
            MachineOptions options = machine.Read(result) with { DebuggerPort = result.GetValue(port) };
            if (machine.Image(result) is null)
            {
                await builder.BuildAsync(
                    BuildTarget.DebugKernel, Need.Build | Need.Run | Need.Debug, cancellationToken);
                options = options with { ElfPath = repository.DebugElf, IsoPath = repository.DebugIso };
            }

            DebugSession session = new(repository, options) { PrintConsole = result.GetValue(console) };
            return result.GetValue(wait)
                ? await session.WaitAsync(cancellationToken)
                : await session.RunAsync(result.GetValue(script), cancellationToken);
        });
        return command;
    }

    private static string? CheckSymbols(string? image) =>
        image is null || !File.Exists(image) || File.Exists(DebugSession.SymbolsOf(image))
            ? null
            : $"--image: '{image}' has no symbols beside it; give an image with its '{DebugSession.SymbolsOf(image)}'.";

    private static string? Check(ParseResult result, Option<string?> script, Option<bool> wait)
    {
        if (result.GetValue(script) is not { } file)
        {
            return null;
        }

        if (!File.Exists(file))
        {
            return $"--script: '{file}' is not there; give the name of a file of gdb commands.";
        }

        return result.GetValue(wait)
            ? $"--script: '{file}' needs gdb, which --wait does not open; give one of them."
            : null;
    }
}
