using System.Text.RegularExpressions;
using Enso.Tool.Reporting;

namespace Enso.Tool.Requirements;

/// <summary>Looks for commands and files on a machine. It looks at the files themselves, not at a package
/// database, so that what was installed another way counts too.</summary>
/// <param name="root">The root of the machine's files: <c>/</c>, or a directory that stands in for it in tests.</param>
/// <param name="searchPath">The directories that hold commands, as in <c>PATH</c>, inside that root.</param>
public sealed partial class HostProbe(string root, string searchPath)
{
    private const string RealRoot = "/";

    // The directories of the system's own commands count even when PATH leaves them out, as it does for users who
    // are not root on some systems.
    private const string SystemPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /// <summary>This machine.</summary>
    /// <returns>The probe.</returns>
    public static HostProbe ForThisMachine() =>
        new(RealRoot, $"{Environment.GetEnvironmentVariable("PATH")}:{SystemPath}");

    /// <summary>Whether a file or a directory exists.</summary>
    /// <param name="path">The path, inside the root.</param>
    /// <returns>Whether it does.</returns>
    public bool Exists(string path) => Path.Exists(OnDisk(path));

    /// <summary>Finds a command.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>Its path inside the root, or null when there is none.</returns>
    public string? FindCommand(string name) => searchPath
        .Split(':', StringSplitOptions.RemoveEmptyEntries)
        .Select(directory => Path.Combine(directory, name))
        .FirstOrDefault(path => File.Exists(OnDisk(path)));

    /// <summary>The files below a directory.</summary>
    /// <param name="directory">The directory, inside the root.</param>
    /// <returns>The files; none when the directory is not there.</returns>
    public IEnumerable<FileInfo> Files(string directory)
    {
        DirectoryInfo info = new(OnDisk(directory));
        return info.Exists ? info.EnumerateFiles() : [];
    }

    /// <summary>Asks a command for its version.</summary>
    /// <param name="command">The command's path.</param>
    /// <returns>The first thing like a version that it prints; empty when there is none. On a machine that is
    /// only a directory nothing is run.</returns>
    public async Task<string> VersionAsync(string command)
    {
        if (root != RealRoot)
        {
            return "";
        }

        (_, string output) = await ChildProcess.RunAsync(command, ["--version"]);
        return VersionPattern().Match(output).Value;
    }

    private string OnDisk(string path) => Path.Join(root, path);

    [GeneratedRegex(@"\d+(\.\d+)+")]
    private static partial Regex VersionPattern();
}
