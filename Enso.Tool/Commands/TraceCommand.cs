using System.CommandLine;
using Enso.Tool.Building;
using Enso.Tool.Emulation;
using Enso.Tool.Requirements;
using Enso.Tool.Running;
using Enso.Tool.Terminal;

namespace Enso.Tool.Commands;

/// <summary><c>enso trace</c>.</summary>
internal static class TraceCommand
{
    private const int PresetTimeoutSeconds = 120;
    private const int MaximumTimeoutSeconds = 24 * 60 * 60;
    private const int PresetEvents = 10_000;
    private const int MaximumEvents = 1 << 22;
    private const string StopCommand = "trace stop";

    /// <summary>Makes the command.</summary>
    /// <param name="builder">Builds the shell's kernel.</param>
    public static Command Create(Builder builder)
    {
        EnsoSubcommand command = new("trace", "Boot the kernel, run shell commands in it, and keep what its cores did.")
        {
            Examples =
            [
                "./enso trace --exec 'spawn 0 fork 20; spawn 1 tick 5; top 1'  write trace.json, for ui.perfetto.dev",
                "./enso trace --exec 'top 2' --output idle.json --cores 4      another file, a larger machine",
            ],
        };
        MachineCommandOptions machine = new(command, BootPath.Iso);
        Option<string?> exec = OptionFactory.Text(
            "--exec",
            "COMMANDS",
            "The shell commands to be traced, separated by ';'.",
            "the commands in one argument, such as --exec 'spawn 0 fork 20; top 1'");
        exec.Required = true;
        Option<string?> output = OptionFactory.Text(
            "--output", "FILE", "The file that is written; trace.json if not given.", "the name of the file to write");
        Option<int> events = OptionFactory.Number(
            "--events", "N", "How many events each core keeps.", 1, MaximumEvents, PresetEvents);
        Option<int> timeout = OptionFactory.Number(
            "--timeout",
            "SECONDS",
            "How long boot and commands may take in all.",
            1,
            MaximumTimeoutSeconds,
            PresetTimeoutSeconds);
        command.Options.Add(exec);
        command.Options.Add(output);
        command.Options.Add(events);
        command.Options.Add(timeout);
        command.SetAction(async (result, cancellationToken) =>
        {
            MachineOptions options = machine.Read(result);
            if (machine.Image(result) is null)
            {
                await builder.BuildAsync(BuildTarget.Kernel, Need.Build | Need.Run, cancellationToken);
            }

            string file = result.GetValue(output) ?? "trace.json";
            using StringWriter json = new();
            ScriptedRun run = new(options, TimeSpan.FromSeconds(result.GetValue(timeout)))
            {
                OutputOf = text => text == StopCommand ? json : null,
            };
            string[] commands =
            [
                $"trace start {result.GetValue(events)}",
                .. CommandList.Split(result.GetValue(exec)!),
                StopCommand,
                "poweroff",
            ];
            int status = await run.RunAsync(commands, cancellationToken);
            string rest = await KeepAsync(json.ToString(), file, cancellationToken);
            await result.InvocationConfiguration.Output.WriteAsync(rest);
            return status;
        });
        return command;
    }

    // The JSON goes to the file; what the command has said besides is for people.
    private static async Task<string> KeepAsync(string printed, string file, CancellationToken cancellationToken)
    {
        int start = printed.IndexOf('{');
        int end = printed.LastIndexOf('}') + 1;
        if (start < 0 || end <= start)
        {
            throw new ToolException(
                $"The kernel wrote no trace{(printed.Trim().Length == 0 ? "" : $": {printed.Trim()}")}.");
        }

        string json = printed[start..end].ReplaceLineEndings("\n") + "\n";
        try
        {
            await File.WriteAllTextAsync(file, json, cancellationToken);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ToolException($"--output: '{file}' cannot be written: {error.Message}", error);
        }

        string rest = printed[end..].Trim();
        return (rest.Length == 0 ? "" : rest + Environment.NewLine) + $"{file} is written.{Environment.NewLine}";
    }
}
