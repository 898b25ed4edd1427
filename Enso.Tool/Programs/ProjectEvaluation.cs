using System.Text.Json;
using System.Text.Json.Nodes;
using Enso.Tool.Building;
using Enso.Tool.Reporting;
using Enso.Tool.Requirements;

namespace Enso.Tool.Programs;

/// <summary>What MSBuild says of a project: properties and items, evaluated, or as they are after a build.</summary>
/// <param name="values">MSBuild's answer.</param>
public sealed class ProjectEvaluation(JsonNode values)
{
    /// <summary>Asks MSBuild.</summary>
    /// <param name="project">The project file.</param>
    /// <param name="verb">The arguments that say what to do first, such as <c>msbuild</c>, or <c>build</c> with its
    /// options.</param>
    /// <param name="properties">The properties to ask for.</param>
    /// <param name="items">The kinds of items to ask for.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The answer.</returns>
    /// <exception cref="ToolException">The project cannot be evaluated, or does not build.</exception>
    public static async Task<ProjectEvaluation> AskAsync(
        string project,
        IReadOnlyList<string> verb,
        IEnumerable<string> properties,
        IEnumerable<string> items,
        CancellationToken cancellationToken)
    {
        string answer = Path.GetTempFileName();
        try
        {
            (int exitCode, string output) = await ChildProcess.RunAsync(
                DotnetSdk.Command,
                [
                    .. verb, project, "-nologo", "-nodeReuse:false", $"-getResultOutputFile:{answer}",
                    $"-getProperty:{string.Join(',', properties)}", $"-getItem:{string.Join(',', items)}",
                ],
                directory: Path.GetDirectoryName(project),
                cancellationToken: cancellationToken);
            if (exitCode != 0)
            {
                // Of a project that it cannot even read, MSBuild says why only when the answer goes to its output.
                IReadOnlyList<string> errors = Builder.Errors(output) is { Count: > 0 } known
                    ? known
                    : await ReadingErrorsAsync(project, cancellationToken);
                string text = errors.Count == 0 ? output.Trim() : string.Join('\n', errors);
                throw new ToolException($"{text}\n{project} does not build.");
            }

            return new ProjectEvaluation(JsonNode.Parse(await File.ReadAllTextAsync(answer, cancellationToken))!);
        }
        catch (JsonException error)
        {
            throw new ToolException($"MSBuild's answer about {project} cannot be read: {error.Message}", error);
        }
        finally
        {
            File.Delete(answer);
        }
    }

    private static async Task<IReadOnlyList<string>> ReadingErrorsAsync(
        string project, CancellationToken cancellationToken)
    {
        (_, string output) = await ChildProcess.RunAsync(
            DotnetSdk.Command,
            ["msbuild", project, "-nologo", "-nodeReuse:false", "-getProperty:OutputType"],
            directory: Path.GetDirectoryName(project),
            cancellationToken: cancellationToken);
        return Builder.Errors(output);
    }

    /// <summary>A property's value; empty when it has none.</summary>
    /// <param name="name">Its name.</param>
    public string Property(string name) => values["Properties"]?[name]?.GetValue<string>() ?? "";

    /// <summary>Whether a property is <c>true</c>.</summary>
    /// <param name="name">Its name.</param>
    public bool IsTrue(string name) => Property(name).Equals("true", StringComparison.OrdinalIgnoreCase);

    /// <summary>The items of a kind.</summary>
    /// <param name="kind">The kind.</param>
    /// <returns>Each item's metadata; <c>Identity</c> is its name.</returns>
    public IReadOnlyList<IReadOnlyDictionary<string, string>> Items(string kind) =>
    [
        .. (values["Items"]?[kind]?.AsArray() ?? []).Select(item => item!.AsObject().ToDictionary(
            pair => pair.Key, pair => pair.Value!.GetValue<string>(), StringComparer.OrdinalIgnoreCase)),
    ];
}
