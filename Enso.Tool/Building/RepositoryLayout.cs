namespace Enso.Tool.Building;

/// <summary>Where things are in the repository. Every path is absolute.</summary>
/// <param name="Root">The repository's root.</param>
public sealed record RepositoryLayout(string Root)
{
    /// <summary>The file that only the root has.</summary>
    private const string RootMarker = "Cosmos.props";

    private static readonly Lazy<RepositoryLayout> s_current = new(() => Find(AppContext.BaseDirectory));

    /// <summary>The repository that this program was built in.</summary>
    public static RepositoryLayout Current => s_current.Value;

    /// <summary>What a build makes for people.</summary>
    public string Artifacts => Path.Combine(Root, "artifacts");

    /// <summary>The kernel's image.</summary>
    public string KernelElf => Path.Combine(Artifacts, "enso.elf");

    /// <summary>The kernel's symbols (DWARF).</summary>
    public string KernelSymbols => Path.Combine(Artifacts, "enso.debug");

    /// <summary>The kernel on a bootable disc.</summary>
    public string KernelIso => Path.Combine(Artifacts, "enso.iso");

    /// <summary>What a build of the unoptimised kernel makes.</summary>
    private string DebugArtifacts => Path.Combine(Artifacts, "debug");

    /// <summary>The unoptimised kernel's image.</summary>
    public string DebugElf => Path.Combine(DebugArtifacts, "enso.elf");

    /// <summary>The unoptimised kernel's symbols (DWARF).</summary>
    public string DebugSymbols => Path.Combine(DebugArtifacts, "enso.debug");

    /// <summary>The unoptimised kernel on a bootable disc.</summary>
    public string DebugIso => Path.Combine(DebugArtifacts, "enso.iso");

    /// <summary>The reports of the last test run.</summary>
    public string TestResults => Path.Combine(Artifacts, "test-results");

    /// <summary>Every project.</summary>
    public string Solution => Path.Combine(Root, "Enso.sln");

    /// <summary>The project that boots.</summary>
    public string KernelProject => Path.Combine(Root, "Enso.Kernel", "Enso.Kernel.csproj");

    /// <summary>The project that makes images of other people's programs.</summary>
    public string AppProject => Path.Combine(Root, "Enso.Build", "App", "Enso.App.csproj");

    /// <summary>The program that draws the pictures of the queues.</summary>
    public string DrawingProject => Path.Combine(Root, "Enso.Drawing", "Enso.Drawing.csproj");

    /// <summary>The program that tries the reactor in simulation.</summary>
    public string SimulationProject => Path.Combine(Root, "Enso.Simulation", "Enso.Simulation.csproj");

    /// <summary>The pictures that the drawing program draws.</summary>
    public string QueuePictures => Path.Combine(Root, "docs", "images", "queues");

    /// <summary>The benchmarks.</summary>
    public string Benchmarks => Path.Combine(Root, "bench");

    /// <summary>The program that runs on Ensō and on Linux.</summary>
    public string OsBenchmark => Path.Combine(Benchmarks, "os", "osbench.csproj");

    /// <summary>Process 1 of the Linux that the program runs on.</summary>
    public string LinuxInit => Path.Combine(Benchmarks, "os", "linux", "init.c");

    /// <summary>The versions that decide what images contain.</summary>
    public string ToolChainPins => Path.Combine(Root, RootMarker);

    /// <summary>The tests.</summary>
    public string TestProject => Path.Combine(Root, "Enso.Tests", "Enso.Tests.csproj");

    /// <summary>gdb's helpers for managed objects.</summary>
    public string DebuggerHelpers => Path.Combine(Root, "Enso.Tool", "Debugger", "enso.gdb");

    /// <summary>Finds the repository that holds a directory.</summary>
    /// <param name="start">The directory.</param>
    /// <returns>The repository.</returns>
    /// <exception cref="DirectoryNotFoundException">No directory from there up is a repository's root.</exception>
    public static RepositoryLayout Find(string start)
    {
        for (DirectoryInfo? at = new(start); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, RootMarker)))
            {
                return new RepositoryLayout(at.FullName);
            }
        }

        throw new DirectoryNotFoundException(
            $"No directory from '{start}' up holds {RootMarker}: this is not an Ensō repository.");
    }

    /// <summary>A path as a person in the root would write it.</summary>
    /// <param name="path">The absolute path.</param>
    /// <returns>The path relative to the root.</returns>
    public string Relative(string path) => Path.GetRelativePath(Root, path);
}
