using System.Text.RegularExpressions;
using Enso.Tool.Reporting;
using Enso.Tool.Requirements;

namespace Enso.Tool.Benchmarks;

/// <summary>Debian's kernel, taken out of its package without being installed.</summary>
/// <param name="directory">Where it is kept.</param>
/// <param name="probe">Finds the commands.</param>
internal sealed partial class LinuxKernelPackage(string directory, HostProbe probe)
{
    private const string MetaPackage = "linux-image-amd64";

    private static readonly string[] s_commands = ["apt-cache", "apt-get", "dpkg-deb"];

    private string Unpacked => Path.Combine(directory, "kernel");

    /// <summary>Makes sure that the kernel is there.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The kernel's file.</returns>
    /// <exception cref="ToolException">It cannot be had: the message says what to do.</exception>
    public async Task<string> EnsureAsync(CancellationToken cancellationToken)
    {
        if (Find() is { } present)
        {
            return present;
        }

        if (s_commands.FirstOrDefault(command => probe.FindCommand(command) is null) is { } missing)
        {
            throw Missing($"there is no {missing} on this machine.");
        }

        await using Progress progress = Progress.Start("Downloading Debian's kernel");
        try
        {
            await DownloadAsync(progress, cancellationToken);
        }
        catch (ToolException)
        {
            progress.Failed();
            throw;
        }

        progress.Done();
        return Find() ?? throw Missing($"the package of {MetaPackage} holds no boot/vmlinuz.");
    }

    /// <summary>Finds the name of the package that holds the kernel.</summary>
    /// <param name="dependencies">What <c>apt-cache depends</c> prints of <c>linux-image-amd64</c>.</param>
    /// <returns>The name; null when there is none.</returns>
    internal static string? PackageName(string dependencies) =>
        KernelDependency().Match(dependencies) is { Success: true } match ? match.Groups[1].Value : null;

    private static ToolException Missing(string reason) => new(
        ExitCodes.Missing,
        $"Debian's kernel ({MetaPackage}) cannot be had: {reason.Trim()}\n"
        + "Where the package lists are missing or old, type:\n"
        + "  sudo apt-get update\n"
        + "and try again; or measure Ensō alone:\n"
        + "  ./enso bench os --no-linux");

    private async Task DownloadAsync(Progress progress, CancellationToken cancellationToken)
    {
        string work = Path.Combine(directory, "kernel.new");
        if (Directory.Exists(work))
        {
            Directory.Delete(work, recursive: true);
        }

        Directory.CreateDirectory(work);
        string dependencies = await RunAsync("apt-cache", ["depends", MetaPackage]);
        string package = PackageName(dependencies)
            ?? throw Missing($"apt-cache knows no kernel that {MetaPackage} depends on.");
        progress.Detail(package);
        await RunAsync("apt-get", ["download", package]);
        string file = Directory.EnumerateFiles(work, "*.deb").FirstOrDefault()
            ?? throw Missing($"apt-get downloaded no package {package}.");
        await RunAsync("dpkg-deb", ["-x", file, Path.Combine(work, "root")]);

        // In one step, so that what an interrupted run leaves behind is never taken for the kernel.
        Directory.Move(Path.Combine(work, "root"), Unpacked);
        Directory.Delete(work, recursive: true);

        async Task<string> RunAsync(string command, string[] arguments)
        {
            (int exitCode, string output) = await ChildProcess.RunAsync(
                probe.FindCommand(command)!, arguments, directory: work, cancellationToken: cancellationToken);
            return exitCode == 0
                ? output
                : throw Missing($"'{command} {string.Join(' ', arguments)}' ended with status {exitCode}.\n{output}");
        }
    }

    private string? Find()
    {
        string boot = Path.Combine(Unpacked, "boot");
        return Directory.Exists(boot)
            ? Directory.EnumerateFiles(boot, "vmlinuz-*").Order(StringComparer.Ordinal).LastOrDefault()
            : null;
    }

    [GeneratedRegex(@"^\s*Depends:\s*(linux-image-\d\S*)\s*$", RegexOptions.Multiline)]
    private static partial Regex KernelDependency();
}
