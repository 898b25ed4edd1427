using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Enso.Tool.Building;

/// <summary>One value that changes whenever a source file is changed, added, renamed or removed. It is made of
/// names, sizes and times, so it takes milliseconds where a build that finds nothing to do takes seconds.</summary>
public static class SourceFingerprint
{
    private static readonly string[] s_notSources = ["bin", "obj", "artifacts", ".git", "TestResults"];

    /// <summary>Takes the fingerprint of a repository's sources.</summary>
    /// <param name="root">The repository's root.</param>
    /// <param name="isIncluded">Whether a directory in the root counts, by its name.</param>
    /// <returns>The fingerprint.</returns>
    public static string Of(string root, Func<string, bool> isIncluded)
    {
        ArgumentNullException.ThrowIfNull(isIncluded);
        DirectoryInfo top = new(root);
        List<FileInfo> files = [.. top.EnumerateFiles().Where(IsBuildFile)];
        foreach (DirectoryInfo directory in top.EnumerateDirectories().Where(d => isIncluded(d.Name)))
        {
            Collect(directory, files);
        }

        return Of(files);
    }

    /// <summary>Takes the fingerprint of whole directories and single files.</summary>
    /// <param name="directories">The directories; what a build makes in them does not count.</param>
    /// <param name="files">The files; one that is not there counts as such.</param>
    /// <returns>The fingerprint.</returns>
    public static string Of(IEnumerable<string> directories, IEnumerable<string> files)
    {
        List<FileInfo> all = [.. files.Select(file => new FileInfo(file))];
        foreach (DirectoryInfo directory in directories.Select(path => new DirectoryInfo(path)))
        {
            if (directory.Exists)
            {
                Collect(directory, all);
            }
        }

        return Of(all);
    }

    private static string Of(IEnumerable<FileInfo> files)
    {
        StringBuilder list = new();
        foreach (FileInfo file in files.DistinctBy(f => f.FullName).OrderBy(f => f.FullName, StringComparer.Ordinal))
        {
            list.Append(
                CultureInfo.InvariantCulture,
                $"{file.FullName}|{(file.Exists ? file.Length : -1)}|{file.LastWriteTimeUtc.Ticks}\n");
        }

        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(list.ToString())));
    }

    private static bool IsBuildFile(FileInfo file) =>
        file.Extension is ".props" or ".targets" or ".sln" || file.Name is "global.json" or ".editorconfig";

    private static void Collect(DirectoryInfo directory, List<FileInfo> files)
    {
        if (s_notSources.Contains(directory.Name, StringComparer.Ordinal))
        {
            return;
        }

        // Lock files are written by the restore that is part of a build; notes are not compiled.
        files.AddRange(directory.EnumerateFiles().Where(
            file => file.Name != "packages.lock.json" && file.Extension != ".md"));
        foreach (DirectoryInfo child in directory.EnumerateDirectories().Where(child => child.LinkTarget is null))
        {
            Collect(child, files);
        }
    }
}
