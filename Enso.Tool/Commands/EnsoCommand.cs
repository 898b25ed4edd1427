using System.CommandLine;
using System.CommandLine.Help;
using Enso.Tool.Benchmarks;
using Enso.Tool.Building;
using Enso.Tool.Emulation;
using Enso.Tool.Programs;
using Enso.Tool.Requirements;

namespace Enso.Tool.Commands;

/// <summary>The <c>enso</c> command.</summary>
public static class EnsoCommand
{
    // How long a command has to clean up after Ctrl-C.
    private static readonly TimeSpan s_terminationLimit = TimeSpan.FromSeconds(5);

    private static readonly string[] s_examples =
    [
        "./enso run                             boot the kernel; this terminal is its console",
        "./enso run --exec 'cores; poweroff'    run shell commands in it",
        "./enso test                            build everything and run all tests",
        "./enso debug                           step through the running kernel in gdb",
        "./enso bench os                        measure it beside Linux",
    ];

    /// <summary>Runs a command line.</summary>
    /// <param name="arguments">The arguments.</param>
    /// <param name="output">Where output goes.</param>
    /// <param name="error">Where messages go.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, TextWriter output, TextWriter error)
    {
        ParseResult result = Parse(arguments);
        IReadOnlyList<string> errors = result.Action is HelpWithExamples ? [] : CommandLineErrors.Describe(result);
        if (errors.Count > 0)
        {
            foreach (string message in errors)
            {
                await error.WriteLineAsync($"enso: {message}");
            }

            return ExitCodes.Usage;
        }

        try
        {
            return await result.InvokeAsync(new InvocationConfiguration
            {
                Output = output,
                Error = error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = s_terminationLimit,
            });
        }
        catch (ToolException failure)
        {
            await error.WriteLineAsync($"enso: {failure.Message}");
            return failure.ExitCode;
        }
        catch (EmulatorException failure)
        {
            await error.WriteLineAsync($"enso: {failure.Message}");
            return ExitCodes.Failure;
        }
        catch (OperationCanceledException)
        {
            await error.WriteLineAsync("enso: interrupted.");
            return ExitCodes.Interrupted;
        }
    }

    /// <summary>Reads a command line.</summary>
    /// <param name="arguments">The arguments.</param>
    /// <returns>What they mean, with any errors.</returns>
    internal static ParseResult Parse(IReadOnlyList<string> arguments)
    {
        // What follows -- is a program's, whatever it looks like, for the commands that have programs.
        string[] all = [.. arguments];
        int separator = all is ["run" or "build", ..] ? Array.IndexOf(all, "--") : -1;
        string[]? programArguments = separator < 0 ? null : all[(separator + 1)..];
        arguments = separator < 0 ? all : all[..separator];
        RootCommand root = new("Ensō: builds, runs, tests and debugs the operating system.");
        HostProbe probe = HostProbe.ForThisMachine();
        Doctor doctor = new(probe);
        RepositoryLayout repository = RepositoryLayout.Current;
        Builder builder = new(repository, doctor);
        ProgramBuilder programs = new(repository, doctor);
        root.Subcommands.Add(RunCommand.Create(builder, programs, programArguments));
        root.Subcommands.Add(TestCommand.Create(repository, builder));
        root.Subcommands.Add(BuildCommand.Create(repository, builder, programs, programArguments));
        root.Subcommands.Add(DebugCommand.Create(repository, builder));
        LinuxImageBuilder linuxImages = new(repository, doctor, probe);
        root.Subcommands.Add(BenchCommand.Create(
            new OsBenchmarkBuilder(repository, builder, programs, linuxImages),
            new SuiteBenchmarkBuilder(repository, doctor),
            probe));
        root.Subcommands.Add(TraceCommand.Create(builder));
        root.Subcommands.Add(DrawCommand.Create(repository));
        root.Subcommands.Add(SimCommand.Create(repository));
        root.Subcommands.Add(DoctorCommand.Create(doctor));
        root.Subcommands.Add(CleanCommand.Create(repository));

        HelpOption help = root.Options.OfType<HelpOption>().Single();
        HelpWithExamples action = new((HelpAction)help.Action!, s_examples);
        help.Action = action;
        foreach (Command group in root.Subcommands.Where(child => child.Subcommands.Count > 0).Prepend(root))
        {
            group.SetAction(action.Invoke);
        }

        // Neither `-abc` for three flags nor `@file` for more arguments: a guest's command line may hold both.
        return root.Parse(arguments, new ParserConfiguration
        {
            EnablePosixBundling = false,
            ResponseFileTokenReplacer = null,
        });
    }
}
