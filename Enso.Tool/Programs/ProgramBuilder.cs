using Enso.Tool.Building;
using Enso.Tool.Reporting;
using Enso.Tool.Requirements;

namespace Enso.Tool.Programs;

/// <summary>Makes images of other people's projects. The project is built by its own rules, with everything that the
/// build makes kept in Ensō's <c>artifacts</c>; the image is then composed of what came out.</summary>
/// <param name="repository">The repository.</param>
/// <param name="doctor">Knows what must be installed first.</param>
public sealed class ProgramBuilder(RepositoryLayout repository, Doctor doctor)
{
    private static readonly string[] s_properties = ["TargetPath", "ProjectRuntimeConfigFilePath"];

    private static readonly string[] s_items =
        ["ReferenceCopyLocalPaths", "RuntimeTargetsCopyLocalItems", "RuntimeHostConfigurationOption"];

    /// <summary>Builds a program's image.</summary>
    /// <param name="path">The project file, or its folder.</param>
    /// <param name="isoCommandLine">The kernel's command line on the ISO; null for no ISO.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The image.</returns>
    /// <exception cref="ToolException">The project cannot become one, or does not build.</exception>
    public async Task<ProgramImage> BuildAsync(
        string path, string? isoCommandLine, CancellationToken cancellationToken)
    {
        string file = ProgramProject.Find(path);
        await doctor.EnsureAsync(Need.Build | Need.Run, cancellationToken);
        ProgramProject project = await ProgramProject.LoadAsync(file, cancellationToken);
        ProgramImage image = ProgramImage.In(repository, project.Name);
        await using Progress progress = Progress.Start($"Building {project.Name}");
        try
        {
            ProjectEvaluation built = await CompileAsync(project, image, cancellationToken);
            await ComposeAsync(project, image, built, isoCommandLine, cancellationToken);
            progress.Done();
            return image;
        }
        catch (ToolException)
        {
            progress.Failed();
            throw;
        }
    }

    private static Task<ProjectEvaluation> CompileAsync(
        ProgramProject project, ProgramImage image, CancellationToken cancellationToken) =>
        ProjectEvaluation.AskAsync(
            project.Path,
            [
                "build", "-t:Build", "-c", "Release", "-f", project.Framework,
                "--artifacts-path", Path.Combine(image.WorkDirectory, "build"), "-p:UseAppHost=false",
            ],
            s_properties,
            s_items,
            cancellationToken);

    private async Task ComposeAsync(
        ProgramProject project,
        ProgramImage image,
        ProjectEvaluation built,
        string? isoCommandLine,
        CancellationToken cancellationToken)
    {
        string properties = Path.Combine(image.WorkDirectory, "app.props");
        Composition.From(image, built, isoCommandLine).Save(properties);
        (int exitCode, string output) = await ChildProcess.RunAsync(
            DotnetSdk.Command,
            [
                "build", repository.AppProject, "-c", "Release", "-nologo", "-v:minimal", "-nodeReuse:false",
                $"-p:EnsoApp={properties}",
            ],
            directory: repository.Root,
            cancellationToken: cancellationToken);
        if (exitCode != 0)
        {
            IReadOnlyList<string> errors = Builder.Errors(output);
            throw new ToolException(
                $"{(errors.Count == 0 ? output.Trim() : string.Join('\n', errors))}\n"
                + $"No image can be made of {project.Path}.");
        }
    }
}
