using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Enso.Tool.Building;

namespace Enso.Tool.Programs;

/// <summary>What a program's image was made of, so that the next run finds out, without MSBuild, whether anything has
/// changed since.</summary>
/// <param name="Name">The program's name.</param>
/// <param name="Directories">Directories whose files all count.</param>
/// <param name="Files">Single files that count, whether they are there or not.</param>
/// <param name="Fingerprint">The fingerprint of all of them, and of Ensō's own part.</param>
/// <param name="IsoCommandLine">The kernel's command line on the ISO; null when none was made.</param>
public sealed record ProgramStamp(
    string Name, IReadOnlyList<string> Directories, IReadOnlyList<string> Files, string Fingerprint, string? IsoCommandLine)
{
    // MSBuild, NuGet and the SDK look for these in every directory from the project's up.
    private static readonly string[] s_inherited =
    [
        "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props", "Directory.Build.rsp",
        "global.json", "NuGet.config", "nuget.config", "NuGet.Config", ".editorconfig",
    ];

    // All of Ensō but these is in the image, or decides how it is made.
    private static readonly string[] s_notInImage = ["Enso.Kernel", "Enso.Tests"];

    /// <summary>Reads the stamp of a project.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="project">The project file.</param>
    /// <returns>The stamp; null when no image was made of the project, or another's has taken its place.</returns>
    public static ProgramStamp? Read(RepositoryLayout repository, string project)
    {
        string path = PathOf(repository, project);
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize<ProgramStamp>(File.ReadAllText(path)) : null;
        }
        catch (JsonException)
        {
            // An older tool's, or cut off: the image is made again.
            return null;
        }
    }

    /// <summary>Makes the stamp of a project that has been built.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="name">The program's name.</param>
    /// <param name="projects">The project files: its own, and those that it refers to.</param>
    /// <param name="files">Other files that went into it.</param>
    /// <param name="isoCommandLine">The kernel's command line on the ISO; null when none was made.</param>
    /// <returns>The stamp.</returns>
    public static ProgramStamp Of(
        RepositoryLayout repository,
        string name,
        IEnumerable<string> projects,
        IEnumerable<string> files,
        string? isoCommandLine)
    {
        ArgumentNullException.ThrowIfNull(repository);
        string[] directories = [.. projects.Select(project => Path.GetDirectoryName(project)!).Distinct()];
        string[] single =
        [
            .. directories.SelectMany(Ancestors)
                .Distinct()
                .SelectMany(directory => s_inherited.Select(file => Path.Combine(directory, file)))
                .Concat(files.Where(file => !IsIn(file, repository.Artifacts)))
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];
        return new ProgramStamp(name, directories, single, Take(repository, directories, single), isoCommandLine);
    }

    /// <summary>Whether nothing has changed since the stamp was made.</summary>
    /// <param name="repository">The repository.</param>
    public bool IsCurrent(RepositoryLayout repository) => Fingerprint == Take(repository, Directories, Files);

    /// <summary>Writes the stamp.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="project">The project file.</param>
    public void Write(RepositoryLayout repository, string project)
    {
        string path = PathOf(repository, project);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, JsonSerializer.Serialize(this));
    }

    /// <summary>Forgets the stamp, because what it describes is about to change.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="project">The project file.</param>
    public static void Remove(RepositoryLayout repository, string project)
    {
        string path = PathOf(repository, project);
        if (File.Exists(path))
        {
            File.Delete(path);
        }
    }

    private static string Take(
        RepositoryLayout repository, IEnumerable<string> directories, IEnumerable<string> files) =>
        SourceFingerprint.Of(
            repository.Root,
            name => name.StartsWith("Enso.", StringComparison.Ordinal) && !s_notInImage.Contains(name))
        + SourceFingerprint.Of(directories, files);

    private static string PathOf(RepositoryLayout repository, string project) => Path.Combine(
        repository.Artifacts,
        "stamps",
        $"app-{Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(project)))[..16]}");

    private static bool IsIn(string file, string directory) =>
        file.StartsWith(directory + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static IEnumerable<string> Ancestors(string directory)
    {
        for (DirectoryInfo? at = new(directory); at is not null; at = at.Parent)
        {
            yield return at.FullName;
        }
    }
}
