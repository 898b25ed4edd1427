using Enso.Tool.Building;

namespace Enso.Tool.Programs;

/// <summary>Where the image of a program goes, and what is made on the way to it.</summary>
/// <param name="Directory">The directory of all programs' images.</param>
/// <param name="Name">The program's name.</param>
public sealed record ProgramImage(string Directory, string Name)
{
    /// <summary>The image.</summary>
    public string Elf => Path.Combine(Directory, $"{Name}.elf");

    /// <summary>Its symbols (DWARF).</summary>
    public string Symbols => Path.Combine(Directory, $"{Name}.debug");

    /// <summary>The image on a bootable disc.</summary>
    public string Iso => Path.Combine(Directory, $"{Name}.iso");

    /// <summary>What the build keeps for itself.</summary>
    public string WorkDirectory => Path.Combine(Directory, Name);

    /// <summary>Says whose image it is: two projects may have programs of one name.</summary>
    public string OwnerFile => Path.Combine(WorkDirectory, "project");

    /// <summary>What the project's own build makes.</summary>
    public string BuildDirectory => Path.Combine(WorkDirectory, "build");

    /// <summary>What is put together, for <c>Enso.Build/App/Enso.App.csproj</c>.</summary>
    public string CompositionFile => Path.Combine(WorkDirectory, "app.props");

    /// <summary>The kernel's command line, for the ISO's boot menu.</summary>
    public string CommandLineFile => Path.Combine(WorkDirectory, "command-line");

    /// <summary>Warnings of the last build: one a line.</summary>
    public string WarningsFile => Path.Combine(WorkDirectory, "warnings.txt");

    /// <summary>Whether this is the image of a project.</summary>
    /// <param name="project">The project file.</param>
    public bool IsOf(string project) => File.Exists(OwnerFile) && File.ReadAllText(OwnerFile) == project;

    /// <summary>The image of a program in a repository.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="name">The program's name.</param>
    /// <returns>The image, made or not.</returns>
    public static ProgramImage In(RepositoryLayout repository, string name)
    {
        ArgumentNullException.ThrowIfNull(repository);
        return new ProgramImage(Path.Combine(repository.Artifacts, "apps"), name);
    }
}
