using System.CommandLine;
using Enso.Tool.Building;
using Enso.Tool.Programs;
using Enso.Tool.Requirements;

namespace Enso.Tool.Commands;

/// <summary><c>enso build</c>.</summary>
internal static class BuildCommand
{
    /// <summary>Makes the command.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="builder">Builds the repository.</param>
    /// <param name="programs">Builds programs' images.</param>
    /// <param name="arguments">What follows <c>--</c> on the command line; null where there is none.</param>
    public static Command Create(
        RepositoryLayout repository, Builder builder, ProgramBuilder programs, IReadOnlyList<string>? arguments)
    {
        EnsoSubcommand command = new("build", "Build everything: the kernel, its ISO, the tools and the tests.")
        {
            Examples =
            [
                "./enso build                               make artifacts/enso.elf, enso.debug and enso.iso",
                "./enso build --app samples/hello -- Ada    make artifacts/apps/hello.elf, .debug and .iso",
            ],
        };
        ProgramCommandOptions program = new(command, arguments);
        command.SetAction(async (result, cancellationToken) =>
        {
            TextWriter output = result.InvocationConfiguration.Output;
            if (result.GetValue(program.App) is { } project)
            {
                ProgramImage image = await programs.BuildAsync(
                    project, program.CommandLine(result), result.InvocationConfiguration.Error, cancellationToken);
                await output.WriteLineAsync("Built:");
                await WriteFilesAsync(output, repository, image.Elf, image.Symbols, image.Iso);
                return ExitCodes.Success;
            }

            bool isNew = await builder.BuildAsync(
                BuildTarget.Everything, Need.Build | Need.Run | Need.Library, cancellationToken);
            await output.WriteLineAsync(isNew ? "Built:" : "Nothing has changed since the last build:");
            await WriteFilesAsync(
                output, repository, repository.KernelElf, repository.KernelSymbols, repository.KernelIso);
            return ExitCodes.Success;
        });
        return command;
    }

    private static async Task WriteFilesAsync(
        TextWriter output, RepositoryLayout repository, params IEnumerable<string> paths)
    {
        foreach (FileInfo file in paths.Select(path => new FileInfo(path)).Where(file => file.Exists))
        {
            await output.WriteLineAsync($"  {repository.Relative(file.FullName),-28} {file.Length / 1024,8} KiB");
        }
    }
}
