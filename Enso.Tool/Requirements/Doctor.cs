using System.Globalization;
using Enso.Tool.Reporting;

namespace Enso.Tool.Requirements;

/// <summary>Finds out what is missing on the host, and installs it.</summary>
/// <param name="probe">The machine to look at.</param>
public sealed class Doctor(HostProbe probe)
{
    private const string AptLists = "/var/lib/apt/lists";
    private static readonly TimeSpan s_listsGoStale = TimeSpan.FromDays(7);

    /// <summary>Names what is missing.</summary>
    /// <param name="need">For which commands.</param>
    /// <returns>The packages, with what each lacks.</returns>
    public IReadOnlyList<(Requirement Requirement, IReadOnlyList<string> Lacks)> Examine(Need need) =>
        [.. RequirementCatalog.For(need)
            .Select(requirement => (requirement, requirement.Missing(probe)))
            .Where(pair => pair.Item2.Count > 0)];

    /// <summary>Writes the state of every requirement.</summary>
    /// <param name="output">Where to.</param>
    /// <returns>Completes when it is written.</returns>
    public async Task ReportAsync(TextWriter output)
    {
        string sdk = await DotnetSdk.VersionAsync();
        bool isSdkRight = DotnetSdk.IsSupported(sdk);
        await Row("dotnet-sdk-10.0", isSdkRight ? "ok" : "MISSING", sdk, "builds everything: dotnet");
        foreach (Requirement requirement in RequirementCatalog.All)
        {
            bool isMissing = requirement.Missing(probe).Count > 0;
            string version = isMissing || requirement.Commands.Count == 0
                ? ""
                : await probe.VersionAsync(probe.FindCommand(requirement.Commands[0])!);
            await Row(
                requirement.Package,
                isMissing ? "MISSING" : "ok",
                version,
                $"{requirement.Purpose}: {requirement.Provides}");
        }

        Task Row(string package, string state, string version, string text) => output.WriteLineAsync(
            string.Create(CultureInfo.InvariantCulture, $"{package,-20} {state,-8} {version,-10} {text}"));
    }

    /// <summary>Makes sure that everything is there, installing what is not.</summary>
    /// <param name="need">For which commands.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Completes when all is there.</returns>
    /// <exception cref="ToolException">Something is missing and cannot be installed from here.</exception>
    public async Task EnsureAsync(Need need, CancellationToken cancellationToken)
    {
        var missing = Examine(need);
        if (missing.Count == 0)
        {
            return;
        }

        foreach ((Requirement requirement, IReadOnlyList<string> lacks) in missing)
        {
            await Console.Error.WriteLineAsync(
                $"Missing: {requirement.Package} ({string.Join(", ", lacks)}), which {requirement.Purpose}.");
        }

        string[] packages = [.. missing.Select(pair => pair.Requirement.Package)];
        string[]? prefix = await PrivilegeAsync(cancellationToken);
        if (prefix is null || probe.FindCommand("apt-get") is null)
        {
            throw new ToolException(ExitCodes.Missing, HowToInstall(packages));
        }

        await InstallAsync(prefix, packages, cancellationToken);
        string[] still = [.. Examine(need).Select(pair => pair.Requirement.Package)];
        if (still.Length > 0)
        {
            throw new ToolException(
                ExitCodes.Missing,
                $"After installing, this is still missing: {string.Join(", ", still)}. {HowToInstall(still)}");
        }
    }

    /// <summary>Tells a person how to install packages.</summary>
    /// <param name="packages">The packages.</param>
    /// <returns>The sentence, with the exact command.</returns>
    public string HowToInstall(IEnumerable<string> packages)
    {
        string names = string.Join(' ', packages);
        return probe.FindCommand("apt-get") is null
            ? $"Install what Debian calls '{names}' with your system's package manager."
            : $"Install with:\n  sudo apt-get update && sudo apt-get install -y --no-install-recommends {names}";
    }

    private static async Task<string[]?> PrivilegeAsync(CancellationToken cancellationToken)
    {
        if (Environment.IsPrivilegedProcess)
        {
            return [];
        }

        try
        {
            (int exitCode, _) = await ChildProcess.RunAsync(
                "sudo", ["-n", "true"], cancellationToken: cancellationToken);
            return exitCode == 0 ? ["sudo", "-n"] : null;
        }
        catch (ToolException)
        {
            // There is no sudo.
            return null;
        }
    }

    private async Task InstallAsync(string[] prefix, string[] packages, CancellationToken cancellationToken)
    {
        string[] install = ["install", "-y", "--no-install-recommends", .. packages];
        bool isFresh = probe.Files(AptLists).Any(
            file => file.Name.Contains("_Packages", StringComparison.Ordinal)
                && DateTime.UtcNow - file.LastWriteTimeUtc < s_listsGoStale);
        if (isFresh && await Apt($"Installing {string.Join(", ", packages)}", install) == "")
        {
            return;
        }

        string trouble = await Apt("Updating the package lists", ["update"]);
        if (trouble == "")
        {
            trouble = await Apt($"Installing {string.Join(", ", packages)}", install);
        }

        if (trouble != "")
        {
            throw new ToolException(ExitCodes.Missing, $"{trouble.TrimEnd()}\n{HowToInstall(packages)}");
        }

        async Task<string> Apt(string title, string[] arguments)
        {
            await using Progress progress = Progress.Start(title);
            string[] line = [.. prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", .. arguments];
            (int exitCode, string output) = await ChildProcess.RunAsync(
                line[0], line[1..], progress.Detail, cancellationToken: cancellationToken);
            if (exitCode != 0)
            {
                progress.Failed();
                return output;
            }

            progress.Done();
            return "";
        }
    }
}
