using System.Text.RegularExpressions;
using System.Xml.Linq;
using Enso.Tool.Building;
using Enso.Tool.Reporting;
using Enso.Tool.Requirements;

namespace Enso.Tool.Benchmarks;

/// <summary>Makes what boots Linux with the benchmark program: Debian's kernel as it is, and a file system in memory
/// that holds the program, published ahead of time by the compiler that makes Ensō's images.</summary>
/// <param name="repository">The repository.</param>
/// <param name="doctor">Knows what must be installed first.</param>
/// <param name="probe">Finds commands.</param>
internal sealed partial class LinuxImageBuilder(RepositoryLayout repository, Doctor doctor, HostProbe probe)
{
    private const string Program = "osbench";

    private static readonly string[] s_mountPoints = ["/proc", "/sys", "/dev", "/tmp"];

    private string Work => Path.Combine(repository.Artifacts, "bench", "linux");

    private string Archive => Path.Combine(Work, "initial.cpio");

    private string Stamp => Path.Combine(Work, "stamp");

    /// <summary>Makes the image, where anything has changed since it was made.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The image.</returns>
    /// <exception cref="ToolException">Something is missing or does not build.</exception>
    public async Task<LinuxImage> BuildAsync(CancellationToken cancellationToken)
    {
        await doctor.EnsureAsync(Need.Bench, cancellationToken);
        Directory.CreateDirectory(Work);
        string kernel = await new LinuxKernelPackage(Work, probe).EnsureAsync(cancellationToken);
        string[] publish = PublishArguments();
        string fingerprint = $"{SourceFingerprint.Of(repository.Benchmarks, name => name == "os")} "
            + $"{string.Join(' ', publish)} {typeof(LinuxImageBuilder).Module.ModuleVersionId}";
        if (!File.Exists(Archive) || !File.Exists(Stamp)
            || await File.ReadAllTextAsync(Stamp, cancellationToken) != fingerprint)
        {
            await using Progress progress = Progress.Start("Publishing the benchmark for Linux");
            try
            {
                await MakeAsync(publish, cancellationToken);
            }
            catch (ToolException)
            {
                progress.Failed();
                throw;
            }

            await File.WriteAllTextAsync(Stamp, fingerprint, cancellationToken);
            progress.Done();
        }

        return new LinuxImage(kernel, Archive);
    }

    /// <summary>Finds the shared libraries that a program is linked with.</summary>
    /// <param name="output">What <c>ldd</c> prints of it.</param>
    /// <returns>Their absolute paths.</returns>
    internal static IReadOnlyList<string> Libraries(string output) =>
        [.. LibraryPath().Matches(output).Select(match => match.Value)];

    private async Task MakeAsync(string[] publish, CancellationToken cancellationToken)
    {
        string init = Path.Combine(Work, "init");
        string program = Path.Combine(Work, "publish", Program);
        await RunAsync(DotnetSdk.Command, publish, cancellationToken);
        await RunAsync(
            "gcc",
            ["-static", "-O2", "-Wall", "-Wextra", "-Werror", "-o", init, repository.LinuxInit],
            cancellationToken);
        string linked = await RunAsync("ldd", [program], cancellationToken);

        await using FileStream file = File.Create(Archive);
        CpioArchive archive = new(file);
        Array.ForEach(s_mountPoints, archive.AddDirectory);
        archive.AddExecutable("/init", await File.ReadAllBytesAsync(init, cancellationToken));
        archive.AddExecutable($"/{Program}", await File.ReadAllBytesAsync(program, cancellationToken));
        foreach (string library in Libraries(linked))
        {
            archive.AddExecutable(library, await File.ReadAllBytesAsync(library, cancellationToken));
        }

        archive.Complete();
    }

    private string[] PublishArguments()
    {
        string compiler = XDocument.Load(repository.ToolChainPins).Descendants("EnsoIlcVersion").Single().Value;
        return
        [
            "publish", repository.OsBenchmark, "-c", "Release", "-r", "linux-x64", "-nologo", "-nodeReuse:false",
            "--artifacts-path", Path.Combine(Work, "build"), "-o", Path.Combine(Work, "publish"),
            "-p:PublishAot=true", $"-p:RuntimeFrameworkVersion={compiler}",
            "-p:DisableTransitiveFrameworkReferenceDownloads=true", "-p:CppCompilerAndLinker=gcc",
        ];
    }

    private async Task<string> RunAsync(string command, string[] arguments, CancellationToken cancellationToken)
    {
        (int exitCode, string output) = await ChildProcess.RunAsync(
            command, arguments, directory: repository.Root, cancellationToken: cancellationToken);
        if (exitCode == 0)
        {
            return output;
        }

        IReadOnlyList<string> errors = Builder.Errors(output);
        throw new ToolException(
            $"{(errors.Count == 0 ? output.Trim() : string.Join('\n', errors))}\n"
            + $"The benchmark cannot be made for Linux: '{command} {arguments[0]}' ended with status {exitCode}.");
    }

    // name => path (address), or for the loader the path alone.
    [GeneratedRegex(@"(?<=^\s*(\S+ => )?)/\S+(?= \(0x)", RegexOptions.Multiline)]
    private static partial Regex LibraryPath();
}
