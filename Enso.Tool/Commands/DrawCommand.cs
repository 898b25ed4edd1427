using System.CommandLine;
using Enso.Tool.Building;
using Enso.Tool.Reporting;
using Enso.Tool.Requirements;

namespace Enso.Tool.Commands;

/// <summary><c>enso draw</c>.</summary>
internal static class DrawCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(RepositoryLayout repository)
    {
        EnsoSubcommand command = new("draw", "Draw the pictures of docs/ from running queues.")
        {
            Examples =
            [
                "./enso draw            draw them",
                "./enso draw --check    only report those that are not up to date",
            ],
        };
        Option<bool> check = new("--check") { Description = "Draw nothing; exit 1 when a picture is not up to date." };
        command.Options.Add(check);
        command.SetAction(async (result, cancellationToken) =>
        {
            string program = await BuildAsync(repository, cancellationToken);
            string[] flags = result.GetValue(check) ? ["--check"] : [];
            (int exitCode, string output) = await ChildProcess.RunAsync(
                DotnetSdk.Command, [program, repository.QueuePictures, .. flags], cancellationToken: cancellationToken);
            await result.InvocationConfiguration.Output.WriteAsync(output);
            return exitCode == 0 ? ExitCodes.Success : ExitCodes.Failure;
        });
        return command;
    }

    // A program of its own: this one has to start also when the library does not build.
    private static async Task<string> BuildAsync(RepositoryLayout repository, CancellationToken cancellationToken)
    {
        string directory = Path.Combine(repository.Artifacts, "drawing");
        await using Progress progress = Progress.Start("Building the queues and what draws them");
        (int exitCode, string output) = await ChildProcess.RunAsync(
            DotnetSdk.Command,
            ["build", repository.DrawingProject, "-c", "Release", "-o", directory, "-nologo", "-nodeReuse:false"],
            directory: repository.Root,
            cancellationToken: cancellationToken);
        if (exitCode != 0)
        {
            progress.Failed();
            IReadOnlyList<string> errors = Builder.Errors(output);
            throw new ToolException(
                $"{(errors.Count == 0 ? output.Trim() : string.Join('\n', errors))}\n"
                + "Nothing can be drawn: it does not build.");
        }

        progress.Done();
        return Path.Combine(directory, "Enso.Drawing.dll");
    }
}
