using System.CommandLine;
using Enso.Tool.Benchmarks;
using Enso.Tool.Emulation;
using Enso.Tool.Requirements;

namespace Enso.Tool.Commands;

/// <summary><c>enso bench os</c>.</summary>
internal static class BenchOsCommand
{
    /// <summary>Makes the command.</summary>
    /// <param name="builder">Builds what is booted.</param>
    /// <param name="probe">Finds the emulator.</param>
    public static Command Create(OsBenchmarkBuilder builder, HostProbe probe)
    {
        EnsoSubcommand command = new(
            "os", "Run one .NET program on Ensō and on Linux, in the same emulator and in turn, and compare.")
        {
            Examples =
            [
                "./enso bench os                           everything; minutes, on a machine with nothing else to do",
                "./enso bench os yield clock --runs 1      two benchmarks, one boot of each system",
                "./enso bench os --no-linux                Ensō alone",
                "./enso bench os --cores 4 --json a.json   another machine, every value in a file",
            ],
        };
        OsBenchmarkCommandOptions options = new(command);
        BenchJsonFile json = new(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            OsBenchmark benchmark = await builder.BuildAsync(options.Read(result), cancellationToken);
            OsBenchmarkResult found = await benchmark.RunAsync(cancellationToken);
            string emulator = await probe.VersionAsync(probe.FindCommand(QemuCommandLine.Executable)!);
            foreach (string line in ComparisonTable.Describe(found, emulator))
            {
                await result.InvocationConfiguration.Output.WriteLineAsync(line);
            }

            await json.WriteAsync(result, () => ComparisonJson.Write(found, emulator), cancellationToken);
            return ExitCodes.Success;
        });
        return command;
    }
}
