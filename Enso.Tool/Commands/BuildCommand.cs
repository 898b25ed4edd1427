using System.CommandLine;
using Enso.Tool.Building;
using Enso.Tool.Requirements;

namespace Enso.Tool.Commands;

/// <summary><c>enso build</c>.</summary>
internal static class BuildCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(RepositoryLayout repository, Builder builder)
    {
        EnsoSubcommand command = new("build", "Build everything: the kernel, its ISO, the tools and the tests.")
        {
            Examples =
            [
                "./enso build    make artifacts/enso.elf, enso.debug and enso.iso",
            ],
        };
        command.SetAction(async (result, cancellationToken) =>
        {
            TextWriter output = result.InvocationConfiguration.Output;
            bool isNew = await builder.BuildAsync(
                BuildTarget.Everything, Need.Build | Need.Run, cancellationToken);
            await output.WriteLineAsync(isNew ? "Built:" : "Nothing has changed since the last build:");
            foreach (string path in (string[])[
                repository.KernelElf, repository.KernelSymbols, repository.KernelIso])
            {
                FileInfo file = new(path);
                if (file.Exists)
                {
                    await output.WriteLineAsync($"  {repository.Relative(path),-22} {file.Length / 1024,8} KiB");
                }
            }

            return ExitCodes.Success;
        });
        return command;
    }
}
