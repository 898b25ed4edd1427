using System.Text.RegularExpressions;
using Enso.Tool.Reporting;
using Enso.Tool.Requirements;

namespace Enso.Tool.Building;

/// <summary>Builds the repository, when its sources have changed since it last did.</summary>
/// <param name="repository">The repository.</param>
/// <param name="doctor">Knows what must be installed first.</param>
public sealed partial class Builder(RepositoryLayout repository, Doctor doctor)
{
    private const int MaximumErrors = 40;
    private const string BenchmarkLoops = "bench";

    // What the kernel is not made of. Everything else that starts with "Enso." may be, and the benchmarks' loops.
    private static readonly string[] s_notInKernel = ["Enso.Tests", "Enso.Tool", "Enso.Drawing", "Enso.Simulation"];

    /// <summary>Builds, or finds that nothing has changed.</summary>
    /// <param name="target">What.</param>
    /// <param name="need">Which commands' requirements to make sure of first.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Whether there was anything to do.</returns>
    /// <exception cref="ToolException">It does not build, or something cannot be installed.</exception>
    public async Task<bool> BuildAsync(BuildTarget target, Need need, CancellationToken cancellationToken)
    {
        await doctor.EnsureAsync(need, cancellationToken);
        string fingerprint = Fingerprint(target);
        if (HasImages(target) && IsStamped(target, fingerprint))
        {
            return false;
        }

        string sdk = await DotnetSdk.VersionAsync();
        if (!DotnetSdk.IsSupported(sdk))
        {
            throw new ToolException(
                ExitCodes.Missing,
                $"The .NET 10 SDK is not installed (found: {(sdk == "" ? "none" : sdk)}). Install with:\n"
                + "  sudo apt-get install -y dotnet-sdk-10.0");
        }

        await CompileAsync(target, cancellationToken);
        if (!HasImages(target))
        {
            throw new ToolException(
                $"The build succeeded but made no {repository.Relative(repository.KernelElf)} and "
                + $"{repository.Relative(repository.KernelIso)}.");
        }

        // The fingerprint from before the build: what was edited while it ran is built the next time.
        Directory.CreateDirectory(Path.GetDirectoryName(Stamp(target))!);
        await File.WriteAllTextAsync(Stamp(target), fingerprint, cancellationToken);
        return true;
    }

    /// <summary>Picks the compiler's errors out of a build's output.</summary>
    /// <param name="output">The output.</param>
    /// <returns>Each error once, in order.</returns>
    public static IReadOnlyList<string> Errors(string output) =>
        [.. ErrorLine().Matches(output).Select(match => match.Value.Trim()).Distinct()];

    private async Task CompileAsync(BuildTarget target, CancellationToken cancellationToken)
    {
        string project = target == BuildTarget.Everything ? repository.Solution : repository.KernelProject;
        string configuration = target == BuildTarget.DebugKernel ? "Debug" : "Release";
        string title = target switch
        {
            BuildTarget.Kernel => "Building the kernel",
            BuildTarget.DebugKernel => "Building the kernel for debugging",
            _ => "Building everything",
        };
        await using Progress progress = Progress.Start(title);

        // Without node reuse no process is left behind to hold on to this build's environment.
        (int exitCode, string output) = await ChildProcess.RunAsync(
            DotnetSdk.Command,
            ["build", project, "-c", configuration, "-nologo", "-v:minimal", "-nodeReuse:false"],
            line =>
            {
                if (BuiltProject().Match(line) is { Success: true } match)
                {
                    progress.Detail($"{match.Groups[1].Value} built");
                }
            },
            repository.Root,
            cancellationToken);
        if (exitCode == 0)
        {
            progress.Done();
            return;
        }

        progress.Failed();
        IReadOnlyList<string> errors = Errors(output);
        string text = errors.Count == 0
            ? output.Trim()
            : string.Join('\n', errors.Take(MaximumErrors))
                + (errors.Count > MaximumErrors ? $"\n... and {errors.Count - MaximumErrors} more" : "");
        throw new ToolException($"{text}\n{repository.Relative(project)} does not build.");
    }

    private bool HasImages(BuildTarget target) => target == BuildTarget.DebugKernel
        ? File.Exists(repository.DebugElf) && File.Exists(repository.DebugIso)
        : File.Exists(repository.KernelElf) && File.Exists(repository.KernelIso);

    private bool IsStamped(BuildTarget target, string fingerprint) =>
        File.Exists(Stamp(target)) && File.ReadAllText(Stamp(target)) == fingerprint;

    private string Stamp(BuildTarget target) => Path.Combine(
        repository.Artifacts, "stamps", target switch
        {
            BuildTarget.Kernel => "kernel",
            BuildTarget.DebugKernel => "debug-kernel",
            _ => "everything",
        });

    private string Fingerprint(BuildTarget target) => SourceFingerprint.Of(
        repository.Root,
        name => target == BuildTarget.Everything
            ? !name.StartsWith('.')
            : name == BenchmarkLoops
                || (name.StartsWith("Enso.", StringComparison.Ordinal) && !s_notInKernel.Contains(name)));

    [GeneratedRegex(@"^.*(\berror [A-Z]+\d+:|: error ?:|: error [A-Z]+\d* ?:).*$", RegexOptions.Multiline)]
    private static partial Regex ErrorLine();

    [GeneratedRegex(@"^\s*(\S+) -> ")]
    private static partial Regex BuiltProject();
}
