namespace Enso.Build.Symbols;

/// <summary>Makes the paths of debug information short and the same on every machine.</summary>
internal static class SourcePath
{
    // Where deterministic builds pretend their sources are, and where the runtime's native code was compiled.
    private static readonly string[] s_roots = ["/_/", "/__w/1/s/"];

    /// <summary>Joins a directory and a file as a line program gives them.</summary>
    public static string Join(string? directory, string file) =>
        string.IsNullOrEmpty(directory) || file.StartsWith('/') ? file : directory.TrimEnd('/') + "/" + file;

    /// <summary>Resolves <c>.</c> and <c>..</c>, and makes the path relative to <paramref name="root"/> or to
    /// one of the well-known build roots where it lies beneath one.</summary>
    public static string Shorten(string path, string root)
    {
        string normal = Normalise(path.Replace('\\', '/'));
        string prefix = root.TrimEnd('/') + "/";
        if (prefix.Length > 1 && normal.StartsWith(prefix, StringComparison.Ordinal))
        {
            return normal[prefix.Length..];
        }
        foreach (string known in s_roots)
        {
            if (normal.StartsWith(known, StringComparison.Ordinal))
            {
                return normal[known.Length..];
            }
        }
        return normal;
    }

    private static string Normalise(string path)
    {
        bool rooted = path.StartsWith('/');
        List<string> parts = [];
        foreach (string part in path.Split('/'))
        {
            if (part is "" or ".")
            {
                continue;
            }
            if (part == ".." && parts.Count > 0 && parts[^1] != "..")
            {
                parts.RemoveAt(parts.Count - 1);
            }
            else if (part != ".." || !rooted)
            {
                parts.Add(part);
            }
        }
        return (rooted ? "/" : "") + string.Join('/', parts);
    }
}
