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
    private const int MaximumWarnings = 12;

    private static readonly TimeSpan s_lockPeriod = TimeSpan.FromMilliseconds(200);

    /// <summary>Builds a program's image, when something has changed since it last did.</summary>
    /// <param name="path">The project file, or its folder.</param>
    /// <param name="isoCommandLine">The kernel's command line on the ISO; null for no ISO.</param>
    /// <param name="warnings">Takes what the build has to warn of.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The image.</returns>
    /// <exception cref="ToolException">The project cannot become one, or does not build.</exception>
    public async Task<ProgramImage> BuildAsync(
        string path, string? isoCommandLine, TextWriter warnings, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(warnings);
        string file = ProgramProject.Find(path);
        await doctor.EnsureAsync(Need.Build | Need.Run | Need.Library, cancellationToken);

        // One build at a time: they share the project that composes images.
        await using FileStream held = await LockAsync(cancellationToken);
        if (Current(file, isoCommandLine) is { } current)
        {
            return current;
        }

        ProgramProject project = await ProgramProject.LoadAsync(file, cancellationToken);
        ProgramImage image = ProgramImage.In(repository, project.Name);
        await using (Progress progress = Progress.Start($"Building {project.Name}"))
        {
            try
            {
                await BuildAsync(project, image, isoCommandLine, progress, cancellationToken);
                progress.Done();
            }
            catch (ToolException)
            {
                progress.Failed();
                throw;
            }
        }

        await WriteWarningsAsync(image, warnings, cancellationToken);
        return image;
    }

    private ProgramImage? Current(string file, string? isoCommandLine)
    {
        if (ProgramStamp.Read(repository, file) is not { } stamp)
        {
            return null;
        }

        ProgramImage image = ProgramImage.In(repository, stamp.Name);
        bool isIsoCurrent = isoCommandLine is null
            || (isoCommandLine == stamp.IsoCommandLine && File.Exists(image.Iso));
        return isIsoCurrent && File.Exists(image.Elf) && image.IsOf(file) && stamp.IsCurrent(repository) ? image : null;
    }

    private async Task BuildAsync(
        ProgramProject project,
        ProgramImage image,
        string? isoCommandLine,
        Progress progress,
        CancellationToken cancellationToken)
    {
        ProgramStamp.Remove(repository, project.Path);
        if (Directory.Exists(image.WorkDirectory) && !image.IsOf(project.Path))
        {
            Directory.Delete(image.WorkDirectory, recursive: true);
        }

        Directory.CreateDirectory(image.WorkDirectory);
        await File.WriteAllTextAsync(image.OwnerFile, project.Path, cancellationToken);
        progress.Detail("the project");
        BuiltProject built = await BuiltProject.BuildAsync(project, image, cancellationToken);

        // From before the image is made: what is edited meanwhile is built the next time.
        ProgramStamp stamp = ProgramStamp.Of(
            repository, project.Name, built.Projects, built.Sources, isoCommandLine);
        progress.Detail("the image");
        await ComposeAsync(project, image, built, isoCommandLine, cancellationToken);
        stamp.Write(repository, project.Path);
    }

    private async Task ComposeAsync(
        ProgramProject project,
        ProgramImage image,
        BuiltProject built,
        string? isoCommandLine,
        CancellationToken cancellationToken)
    {
        Composition.From(image, built).Save(image.CompositionFile);
        List<string> iso = ["-p:EnsoMakeIso=false"];
        if (isoCommandLine is not null)
        {
            await File.WriteAllTextAsync(image.CommandLineFile, isoCommandLine, cancellationToken);
            iso = [$"-p:EnsoCommandLineFile={image.CommandLineFile}"];
        }

        (int exitCode, string output) = await ChildProcess.RunAsync(
            DotnetSdk.Command,
            [
                "build", repository.AppProject, "-c", "Release", "-nologo", "-v:minimal", "-nodeReuse:false",
                $"-p:EnsoApp={image.CompositionFile}", .. iso,
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

    private async Task WriteWarningsAsync(
        ProgramImage image, TextWriter output, CancellationToken cancellationToken)
    {
        string[] lines = await File.ReadAllLinesAsync(image.WarningsFile, cancellationToken);
        foreach (string line in lines.Take(MaximumWarnings))
        {
            await output.WriteLineAsync($"warning: {line}");
        }

        if (lines.Length > MaximumWarnings)
        {
            await output.WriteLineAsync(
                $"... and {lines.Length - MaximumWarnings} more in {repository.Relative(image.WarningsFile)}");
        }
    }

    private async Task<FileStream> LockAsync(CancellationToken cancellationToken)
    {
        string directory = Path.Combine(repository.Artifacts, "stamps");
        Directory.CreateDirectory(directory);
        while (true)
        {
            try
            {
                return new FileStream(
                    Path.Combine(directory, "apps.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                // Another command builds an image: this one waits for it.
                await Task.Delay(s_lockPeriod, cancellationToken);
            }
        }
    }
}
