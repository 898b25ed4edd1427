using System.Text.RegularExpressions;

namespace Enso.Tool.Programs;

/// <summary>Somebody's project that is to become an image: finding its file, and whether it can.</summary>
/// <param name="Path">The project file, absolute.</param>
/// <param name="Framework">The framework that it is built for.</param>
/// <param name="Evaluation">What MSBuild says of it for that framework.</param>
public sealed partial record ProgramProject(string Path, string Framework, ProjectEvaluation Evaluation)
{
    private const int OldestFramework = 5;
    private const int NewestFramework = 9;
    private const string Allowed = "a console program for net5.0 to net9.0";

    private static readonly string[] s_extensions = [".csproj", ".fsproj", ".vbproj"];

    private static readonly string[] s_properties =
    [
        "OutputType", "TargetFramework", "TargetFrameworks", "TargetFrameworkIdentifier", "TargetPlatformIdentifier",
        "AssemblyName", "RuntimeIdentifier", "PublishAot", "PublishTrimmed",
    ];

    private static readonly string[] s_items = ["FrameworkReference"];

    /// <summary>The name of the program's assembly, and of its image.</summary>
    public string Name => Evaluation.Property("AssemblyName");

    /// <summary>Finds the project file that a person means.</summary>
    /// <param name="path">A project file, or a folder that holds one.</param>
    /// <returns>The file's absolute path.</returns>
    /// <exception cref="ToolException">There is none, or there are several.</exception>
    public static string Find(string path)
    {
        string full = System.IO.Path.GetFullPath(path);
        if (File.Exists(full))
        {
            return s_extensions.Contains(System.IO.Path.GetExtension(full))
                ? full
                : throw Refusal(path, $"it is no project file; give one that ends in {Either(s_extensions)}, or its folder");
        }

        if (!Directory.Exists(full))
        {
            throw Refusal(path, "there is no such file or folder");
        }

        string[] projects =
        [
            .. Directory.EnumerateFiles(full)
                .Where(file => s_extensions.Contains(System.IO.Path.GetExtension(file)))
                .Order(StringComparer.Ordinal),
        ];
        return projects.Length switch
        {
            1 => projects[0],
            0 => throw Refusal(path, $"the folder holds no project file ({Either(s_extensions)})"),
            _ => throw Refusal(
                path,
                $"the folder holds {projects.Length} project files; give one of them: "
                    + string.Join(", ", projects.Select(System.IO.Path.GetFileName))),
        };
    }

    /// <summary>Evaluates a project and makes sure that it can become an image.</summary>
    /// <param name="path">The project file, absolute.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The project.</returns>
    /// <exception cref="ToolException">It cannot: the message says why, and what could.</exception>
    public static async Task<ProgramProject> LoadAsync(string path, CancellationToken cancellationToken)
    {
        ProjectEvaluation evaluation = await ProjectEvaluation.AskAsync(
            path, ["msbuild"], s_properties, s_items, cancellationToken);
        string framework = evaluation.Property("TargetFramework");
        if (framework.Length == 0 && evaluation.Property("TargetFrameworks") is { Length: > 0 } several)
        {
            framework = Newest(path, several);
            evaluation = await ProjectEvaluation.AskAsync(
                path, ["msbuild", $"-p:TargetFramework={framework}"], s_properties, s_items, cancellationToken);
        }

        string? objection = Objection(evaluation);
        return objection is null
            ? new ProgramProject(path, framework, evaluation)
            : throw Refusal(path, objection);
    }

    /// <summary>Says why a project cannot become an image.</summary>
    /// <param name="evaluation">What MSBuild says of it, for one framework.</param>
    /// <returns>The reason, with what is allowed; null when it can.</returns>
    public static string? Objection(ProjectEvaluation evaluation)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        string framework = evaluation.Property("TargetFramework");
        string output = evaluation.Property("OutputType");
        return FrameworkObjection(framework, evaluation.Property("TargetFrameworkIdentifier"))
            ?? (output.ToUpperInvariant() switch
            {
                "EXE" => null,
                "LIBRARY" or "" => "its OutputType is Library, which has no Main to run",
                "WINEXE" => "its OutputType is WinExe, a program with windows, and there is no desktop",
                _ => $"its OutputType is {output}",
            } is { } wrong ? $"{wrong}; give {Allowed} (OutputType Exe)" : null)
            ?? evaluation.Items("FrameworkReference").Select(item => item["Identity"]).Select(name => name switch
            {
                "Microsoft.NETCore.App" => null,
                "Microsoft.AspNetCore.App" => $"it uses {name} (ASP.NET Core), which is not in the image",
                _ => $"it uses {name}, which is not in the image",
            }).OfType<string>().Select(wrong => $"{wrong}; give {Allowed} without it").FirstOrDefault();
    }

    private static string? FrameworkObjection(string framework, string identifier)
    {
        if (FrameworkName().Match(framework) is not { Success: true } match)
        {
            string what = identifier.Length == 0 || framework.Length != 0 ? framework : identifier;
            return $"its TargetFramework is '{what}'; give {Allowed}";
        }

        int version = int.Parse(match.Groups["version"].ValueSpan, System.Globalization.CultureInfo.InvariantCulture);
        if (match.Groups["platform"].Success)
        {
            return $"its TargetFramework is '{framework}', for one platform's own interfaces; give {Allowed}";
        }

        return version switch
        {
            > NewestFramework => $"its TargetFramework is '{framework}', and the compiler that makes the image speaks "
                + $"no newer one than net{NewestFramework}.0; give {Allowed}",
            < OldestFramework => $"its TargetFramework is '{framework}'; give {Allowed}",
            _ => null,
        };
    }

    private static string Newest(string path, string frameworks)
    {
        string[] all = frameworks.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return all.Where(name => FrameworkObjection(name, "") is null).MaxBy(FrameworkNumber) ?? throw Refusal(
            path, $"of its TargetFrameworks ({string.Join(", ", all)}) none fits; give {Allowed}");
    }

    private static int FrameworkNumber(string framework) => int.Parse(
        FrameworkName().Match(framework).Groups["version"].ValueSpan,
        System.Globalization.CultureInfo.InvariantCulture);

    private static string Either(string[] words) => $"{string.Join(", ", words[..^1])} or {words[^1]}";

    private static ToolException Refusal(string path, string reason) =>
        new(ExitCodes.Usage, $"--app: '{path}' cannot be run: {reason}.");

    [GeneratedRegex(@"^net(?<version>[0-9]{1,3})\.0(-(?<platform>[a-zA-Z].*))?$")]
    private static partial Regex FrameworkName();
}
