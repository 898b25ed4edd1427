using Enso.Tool.Reporting;
using Enso.Tool.Requirements;

namespace Enso.Tool.Programs;

/// <summary>What a project's own build has made, and of what.</summary>
/// <param name="Project">The project.</param>
/// <param name="Evaluation">What MSBuild says of it after the build.</param>
/// <param name="Imports">The files that the project imports.</param>
public sealed record BuiltProject(ProgramProject Project, ProjectEvaluation Evaluation, IReadOnlyList<string> Imports)
{
    private static readonly string[] s_properties = ["TargetPath"];

    private static readonly string[] s_sources = ["Compile", "EmbeddedResource", "Content", "None", "AdditionalFiles"];

    private static readonly string[] s_results =
    [
        "ReferenceCopyLocalPaths", "RuntimeTargetsCopyLocalItems", "RuntimeHostConfigurationOption", "ProjectReference",
        "TrimmerRootAssembly", "TrimmerRootDescriptor",
    ];

    // What libraries for one system are kept under in a package, best first (the runtime identifiers' graph).
    private static readonly string[] s_systems = ["linux-x64", "linux", "unix-x64", "unix", "any"];

    /// <summary>The program's own assembly.</summary>
    public string Main => Evaluation.Property("TargetPath");

    /// <summary>The assemblies that it is deployed with: packages' and other projects'.</summary>
    public IReadOnlyList<string> References { get; } = Choose(Evaluation);

    /// <summary>The assemblies that other projects of the same author make.</summary>
    public IEnumerable<string> ProjectAssemblies => Evaluation
        .Items("ReferenceCopyLocalPaths")
        .Where(item => item.GetValueOrDefault("ReferenceSourceTarget") == "ProjectReference" && IsAssembly(item["FullPath"]))
        .Select(item => item["FullPath"]);

    /// <summary>The project's file, and those of the projects that it refers to.</summary>
    public IEnumerable<string> Projects => Evaluation
        .Items("ProjectReference")
        .Select(item => item["FullPath"])
        .Prepend(Project.Path);

    /// <summary>Every file that went into the build and whose change makes a difference.</summary>
    public IEnumerable<string> Sources => s_sources
        .SelectMany(Evaluation.Items)
        .Select(item => item["FullPath"])
        .Concat(References)
        .Concat(Imports);

    /// <summary>Builds a project, its own folder left as it is.</summary>
    /// <param name="project">The project.</param>
    /// <param name="image">Where what the build makes goes.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What it made.</returns>
    /// <exception cref="ToolException">It does not build.</exception>
    public static async Task<BuiltProject> BuildAsync(
        ProgramProject project, ProgramImage image, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(project);
        ArgumentNullException.ThrowIfNull(image);
        List<string> verb =
        [
            "build", "-t:Build", "-c", "Release", "-f", project.Framework, "--artifacts-path", image.BuildDirectory,

            // Nothing of the host's own is wanted: no launcher, no runtime, no native compiler of its version.
            "-p:UseAppHost=false", "-p:SelfContained=false", "-p:PublishAot=false", "-p:PublishReadyToRun=false",
            "-p:PublishSingleFile=false",
        ];
        if (project.Evaluation.Property("RuntimeIdentifier").Length != 0)
        {
            verb.Add("-p:RuntimeIdentifier=linux-x64");
        }

        ProjectEvaluation evaluation = await ProjectEvaluation.AskAsync(
            project.Path, verb, s_properties, [.. s_sources, .. s_results], cancellationToken);
        return new BuiltProject(project, evaluation, await ImportsAsync(project, image, cancellationToken));
    }

    private static async Task<IReadOnlyList<string>> ImportsAsync(
        ProgramProject project, ProgramImage image, CancellationToken cancellationToken)
    {
        // The preprocessed project names each file that it is made of, on a line of its own.
        string whole = Path.Combine(image.WorkDirectory, "project.xml");
        (int exitCode, string output) = await ChildProcess.RunAsync(
            DotnetSdk.Command,
            [
                "msbuild", project.Path, "-nologo", "-nodeReuse:false", $"-p:TargetFramework={project.Framework}",
                $"-p:ArtifactsPath={image.BuildDirectory}", "-p:Configuration=Release", $"-preprocess:{whole}",
            ],
            directory: Path.GetDirectoryName(project.Path),
            cancellationToken: cancellationToken);
        if (exitCode != 0)
        {
            throw new ToolException($"{output.Trim()}\n{project.Path} cannot be evaluated.");
        }

        string sdk = Path.GetDirectoryName(Environment.ProcessPath) ?? "";
        return
        [
            .. File.ReadLines(whole)
                .Where(line => line.StartsWith(Path.DirectorySeparatorChar) && !line.StartsWith(sdk, StringComparison.Ordinal))
                .Where(File.Exists)
                .Distinct(),
        ];
    }

    private static IReadOnlyList<string> Choose(ProjectEvaluation evaluation)
    {
        // A package may hold a library for each system beside one that only says that there is none.
        Dictionary<string, string> chosen = new(StringComparer.OrdinalIgnoreCase);
        foreach (string path in evaluation.Items("ReferenceCopyLocalPaths").Select(item => item["FullPath"]).Where(IsAssembly))
        {
            chosen.TryAdd(Path.GetFileName(path), path);
        }

        foreach (IGrouping<string, IReadOnlyDictionary<string, string>> library in evaluation
            .Items("RuntimeTargetsCopyLocalItems")
            .Where(item => IsAssembly(item["FullPath"]) && Rank(item) < s_systems.Length)
            .GroupBy(item => Path.GetFileName(item["FullPath"])))
        {
            chosen[library.Key] = library.MinBy(Rank)!["FullPath"];
        }

        return [.. chosen.Values];
    }

    private static int Rank(IReadOnlyDictionary<string, string> item)
    {
        int index = Array.IndexOf(s_systems, item.GetValueOrDefault("RuntimeIdentifier"));
        return index < 0 ? s_systems.Length : index;
    }

    private static bool IsAssembly(string path) =>
        path.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)
        && !path.EndsWith(".resources.dll", StringComparison.OrdinalIgnoreCase);
}
