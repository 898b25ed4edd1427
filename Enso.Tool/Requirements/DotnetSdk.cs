using Enso.Tool.Reporting;

namespace Enso.Tool.Requirements;

/// <summary>The .NET SDK that builds Ensō.</summary>
public static class DotnetSdk
{
    private const string SupportedPrefix = "10.";

    /// <summary>The <c>dotnet</c> command: the one that runs this program.</summary>
    public static string Command =>
        Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";

    /// <summary>Finds the newest installed SDK that is supported.</summary>
    /// <returns>Its version; any other SDK's when none is; empty when there is none at all.</returns>
    public static async Task<string> VersionAsync()
    {
        (_, string output) = await ChildProcess.RunAsync(Command, ["--list-sdks"]);
        string[] versions = [.. output
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' ')[0])];
        return versions.LastOrDefault(IsSupported) ?? versions.LastOrDefault() ?? "";
    }

    /// <summary>Whether an SDK builds Ensō.</summary>
    /// <param name="version">The SDK's version.</param>
    /// <returns>Whether it is of the 10.x line.</returns>
    public static bool IsSupported(string version)
    {
        ArgumentNullException.ThrowIfNull(version);
        return version.StartsWith(SupportedPrefix, StringComparison.Ordinal);
    }
}
