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
            string program = await new LibraryProgram(repository, repository.DrawingProject, "drawing").BuildAsync(
                "the queues and what draws them", "Nothing can be drawn", cancellationToken);
            string[] flags = result.GetValue(check) ? ["--check"] : [];
            (int exitCode, string output) = await ChildProcess.RunAsync(
                DotnetSdk.Command, [program, repository.QueuePictures, .. flags], cancellationToken: cancellationToken);
            await result.InvocationConfiguration.Output.WriteAsync(output);
            return exitCode == 0 ? ExitCodes.Success : ExitCodes.Failure;
        });
        return command;
    }
}
