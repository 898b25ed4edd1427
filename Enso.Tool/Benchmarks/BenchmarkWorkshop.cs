using Enso.Tool.Building;
using Enso.Tool.Reporting;
using Enso.Tool.Requirements;

namespace Enso.Tool.Benchmarks;

/// <summary>Makes and runs the programs of a benchmark: ours with the compiler that makes Ensō's images, the peers with those of
/// their languages.</summary>
/// <param name="repository">The repository.</param>
/// <param name="doctor">Knows what must be installed first.</param>
/// <param name="folder">The benchmark's folder in <c>bench</c>.</param>
/// <param name="own">Our own program, and its project.</param>
internal sealed class BenchmarkWorkshop(RepositoryLayout repository, Doctor doctor, string folder, string own)
{
    // A run takes seconds; one that takes this long is stuck.
    private static readonly TimeSpan s_timeout = TimeSpan.FromMinutes(5);

    private string Sources => Path.Combine(repository.Benchmarks, folder);

    private string Work => Path.Combine(repository.Artifacts, "bench", folder);

    /// <summary>Makes our own program.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The program.</returns>
    /// <exception cref="ToolException">It cannot be made.</exception>
    public async Task<BenchmarkProgram> MakeOwnAsync(CancellationToken cancellationToken)
    {
        await doctor.EnsureAsync(Need.Bench, cancellationToken);
        Directory.CreateDirectory(Work);
        string published = Path.Combine(Work, "publish");
        await InProgressAsync("Publishing the benchmark", () => StepAsync(
            DotnetSdk.Command,
            [
                "publish", Path.Combine(Sources, $"{own}.csproj"), "-c", "Release", "-nologo", "-nodeReuse:false",
                "--artifacts-path", Path.Combine(Work, "build"), "-o", published,
            ],
            repository.Root,
            cancellationToken));
        return new BenchmarkProgram(own, Path.Combine(published, own), []);
    }

    /// <summary>Makes the peers whose packages are there or can be installed.</summary>
    /// <param name="wanted">The peers.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The programs, and what was left out, and why.</returns>
    /// <exception cref="ToolException">One cannot be made though its packages are there.</exception>
    public async Task<(IReadOnlyList<BenchmarkProgram> Peers, IReadOnlyList<string> Notes)> MakePeersAsync(
        IEnumerable<BenchmarkPeer> wanted, CancellationToken cancellationToken)
    {
        List<BenchmarkProgram> peers = [];
        List<string> notes = [];
        foreach (BenchmarkPeer peer in wanted)
        {
            if (await FindMissingAsync(peer, cancellationToken) is { } missing)
            {
                notes.Add(missing);
            }
            else
            {
                peers.Add(await MakeAsync(peer, cancellationToken));
            }
        }

        return (peers, notes);
    }

    /// <summary>Runs a program.</summary>
    /// <param name="program">The program.</param>
    /// <param name="words">Further arguments.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What it wrote.</returns>
    /// <exception cref="ToolException">It failed, or did not end in time.</exception>
    public async Task<string> RunAsync(
        BenchmarkProgram program, IReadOnlyList<string> words, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(s_timeout);
        try
        {
            string folder = Path.Combine(Work, program.Name);
            (int exitCode, string output) = await ChildProcess.RunAsync(
                program.Command,
                [.. program.Arguments, .. words],
                directory: Directory.Exists(folder) ? folder : Work,
                cancellationToken: limit.Token);
            return exitCode == 0
                ? output
                : throw new ToolException(
                    $"{output.Trim()}\n"
                    + $"{program.Name}: it ended with status {exitCode} on '{string.Join(' ', words)}'.");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ToolException(
                ExitCodes.TimedOut,
                $"{program.Name}: '{string.Join(' ', words)}' took longer than {s_timeout.TotalMinutes} minutes.");
        }
    }

    // Says what is missing and could not be installed.
    private async Task<string?> FindMissingAsync(BenchmarkPeer peer, CancellationToken cancellationToken)
    {
        try
        {
            await doctor.EnsureAsync(peer.Need, cancellationToken);
            return null;
        }
        catch (ToolException)
        {
            string[] packages = [.. doctor.Examine(peer.Need).Select(pair => pair.Requirement.Package)];
            return $"{peer.Title}, for want of {string.Join(", ", packages)}. {doctor.HowToInstall(packages)}";
        }
    }

    private async Task<BenchmarkProgram> MakeAsync(BenchmarkPeer peer, CancellationToken cancellationToken)
    {
        string folder = Path.Combine(Work, peer.Name);
        Copy(Path.Combine(Sources, "peers", peer.Name), folder);
        await InProgressAsync($"Building {peer.Title}", async () =>
        {
            foreach (string[] step in peer.Steps)
            {
                await StepAsync(step[0], step[1..], folder, cancellationToken);
            }
        });
        string command = Path.Combine(folder, peer.Command[0]);
        return new BenchmarkProgram(
            peer.Name, File.Exists(command) ? command : peer.Command[0], [.. peer.Command.Skip(1)]);
    }

    // The compilers write beside their sources.
    private static void Copy(string from, string to)
    {
        foreach (string file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy, overwrite: true);
        }
    }

    private static async Task InProgressAsync(string title, Func<Task> work)
    {
        await using Progress progress = Progress.Start(title);
        try
        {
            await work();
        }
        catch (ToolException)
        {
            progress.Failed();
            throw;
        }

        progress.Done();
    }

    private static async Task StepAsync(
        string command, string[] arguments, string directory, CancellationToken cancellationToken)
    {
        (int exitCode, string output) = await ChildProcess.RunAsync(
            command, arguments, directory: directory, cancellationToken: cancellationToken);
        if (exitCode != 0)
        {
            IReadOnlyList<string> errors = Builder.Errors(output);
            throw new ToolException(
                $"{(errors.Count == 0 ? output.Trim() : string.Join('\n', errors))}\n"
                + $"The benchmark cannot be made: '{command} {arguments[0]}' ended with status {exitCode}.");
        }
    }
}
