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
        StringBuilder list = new();
        List<FileInfo> files = [.. top.EnumerateFiles().Where(IsBuildFile)];
        foreach (DirectoryInfo directory in top.EnumerateDirectories().Where(d => isIncluded(d.Name)))
        {
            Collect(directory, files);
        }

        foreach (FileInfo file in files.OrderBy(file => file.FullName, StringComparer.Ordinal))
        {
            list.Append(CultureInfo.InvariantCulture, $"{file.FullName}|{file.Length}|{file.LastWriteTimeUtc.Ticks}\n");
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
        foreach (DirectoryInfo child in directory.EnumerateDirectories())
        {
            Collect(child, files);
        }
    }
}
