using Enso.Tool.Reporting;
using Enso.Tool.Requirements;

namespace Enso.Tool.Building;

/// <summary>A program of the repository that uses its libraries, built when a command needs it. It is a program of its own, for
/// the tool has to start also when a library does not build.</summary>
/// <param name="repository">Where it is.</param>
/// <param name="project">Its project file.</param>
/// <param name="folder">Its folder in <c>artifacts/</c>.</param>
internal sealed class LibraryProgram(RepositoryLayout repository, string project, string folder)
{
    /// <summary>Builds it.</summary>
    /// <param name="what">What is built, for people.</param>
    /// <param name="consequence">What cannot be done when it does not build: <c>Nothing can be drawn</c>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The program, to be run by <c>dotnet</c>.</returns>
    /// <exception cref="ToolException">It does not build; the message has the compiler's errors.</exception>
    public async Task<string> BuildAsync(string what, string consequence, CancellationToken cancellationToken)
    {
        string directory = Path.Combine(repository.Artifacts, folder);
        await using Progress progress = Progress.Start($"Building {what}");
        (int exitCode, string output) = await ChildProcess.RunAsync(
            DotnetSdk.Command,
            ["build", project, "-c", "Release", "-o", directory, "-nologo", "-nodeReuse:false"],
            directory: repository.Root,
            cancellationToken: cancellationToken);
        if (exitCode != 0)
        {
            progress.Failed();
            IReadOnlyList<string> errors = Builder.Errors(output);
            throw new ToolException(
                $"{(errors.Count == 0 ? output.Trim() : string.Join('\n', errors))}\n"
                + $"{consequence}: it does not build.");
        }

        progress.Done();
        return Path.Combine(directory, Path.ChangeExtension(Path.GetFileName(project), ".dll"));
    }
}
