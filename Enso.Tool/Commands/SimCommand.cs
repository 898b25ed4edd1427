using System.CommandLine;
using System.Globalization;
using Enso.Tool.Building;
using Enso.Tool.Reporting;
using Enso.Tool.Requirements;

namespace Enso.Tool.Commands;

/// <summary><c>enso sim</c>.</summary>
internal static class SimCommand
{
    private const int MaximumSeeds = 1_000_000_000;
    private const int MaximumCores = 64;
    private const int PresetSeeds = 10_000;

    /// <summary>Makes the command.</summary>
    public static Command Create(RepositoryLayout repository)
    {
        EnsoSubcommand command = new("sim", "Try the reactor with random workloads on simulated machines.")
        {
            Examples =
            [
                "./enso sim                              ten thousand seeds, on all processors",
                "./enso sim --seeds 1000000              a million",
                "./enso sim --cores 16                   on machines of 16 cores",
                "./enso sim --seeds 1 --from 7 --trace   seed 7, step by step",
            ],
        };
        Option<int> seeds = OptionFactory.Number(
            "--seeds", "N", "How many seeds; each is another workload on another machine.", 1, MaximumSeeds, PresetSeeds);
        Option<int> from = OptionFactory.Number("--from", "SEED", "The first seed.", 0, MaximumSeeds, 0);
        Option<int> cores = OptionFactory.Number(
            "--cores", "N", "How many simulated cores; 0 for what each seed says.", 0, MaximumCores, 0);
        Option<bool> trace = new("--trace") { Description = "Print every step." };
        foreach (Option option in (Option[])[seeds, from, cores, trace])
        {
            command.Options.Add(option);
        }

        command.SetAction(async (result, cancellationToken) =>
        {
            string program = await new LibraryProgram(repository, repository.SimulationProject, "simulation").BuildAsync(
                "the reactor and what simulates it", "Nothing can be simulated", cancellationToken);
            string[] flags = result.GetValue(trace) ? ["--trace"] : [];
            TextWriter output = result.InvocationConfiguration.Output;
            (int exitCode, _) = await ChildProcess.RunAsync(
                DotnetSdk.Command,
                [
                    program,
                    "--seeds", Text(result.GetValue(seeds)),
                    "--from", Text(result.GetValue(from)),
                    "--cores", Text(result.GetValue(cores)),
                    .. flags,
                ],
                onLine: output.WriteLine,
                cancellationToken: cancellationToken);
            return exitCode == 0 ? ExitCodes.Success : ExitCodes.Failure;
        });
        return command;
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
