namespace Enso.Build.Plugs;

/// <summary>The files that the table of C symbols is made from, as the build lists them: a line each, a word that says
/// what the file is and its path.</summary>
internal sealed class PlugInputs
{
    private readonly Dictionary<string, List<string>> _files = new(StringComparer.Ordinal);

    private PlugInputs(string root) => Root = root;

    /// <summary>The repository's root: sources are named relative to it.</summary>
    public string Root { get; }

    /// <summary>Archives and objects that the image is linked with and Ensō did not write.</summary>
    public IReadOnlyList<string> Archives => Of("archive");

    /// <summary>Archives that could be linked in the place of one of those.</summary>
    public IReadOnlyList<string> Alternatives => Of("alternative");

    /// <summary>The object that all C# was compiled to.</summary>
    public string Managed => Of("managed").Single();

    /// <summary>Objects made from Ensō's assembly language.</summary>
    public IReadOnlyList<string> Assembled => Of("assembled");

    /// <summary>The assembly sources, in the order of <see cref="Assembled"/>.</summary>
    public IReadOnlyList<string> Sources => Of("source");

    /// <summary>The archive of pure functions taken from a C library.</summary>
    public string Library => Of("library").Single();

    /// <summary>The assembly whose exports are the plugs.</summary>
    public string Plugs => Of("plugs").Single();

    /// <summary>The runtime's own assemblies.</summary>
    public IReadOnlyList<string> RuntimeAssemblies => Of("runtime");

    /// <summary>The framework's assemblies.</summary>
    public IReadOnlyList<string> FrameworkAssemblies => Of("framework");

    /// <summary>The linker script.</summary>
    public string Script => Of("script").Single();

    /// <summary>Reads the list.</summary>
    /// <exception cref="InvalidDataException">A line has no path.</exception>
    public static PlugInputs Load(string path)
    {
        string[] lines = File.ReadAllLines(path);
        PlugInputs inputs = new(lines.Single(l => l.StartsWith("root ", StringComparison.Ordinal))[5..].TrimEnd('/'));
        foreach (string line in lines.Where(l => l.Length != 0))
        {
            int space = line.IndexOf(' ');
            if (space <= 0)
            {
                throw new InvalidDataException($"{path}: '{line}' is not a kind and a path");
            }
            if (!inputs._files.TryGetValue(line[..space], out List<string>? files))
            {
                inputs._files.Add(line[..space], files = []);
            }
            files.Add(line[(space + 1)..]);
        }
        return inputs;
    }

    private IReadOnlyList<string> Of(string kind) => _files.TryGetValue(kind, out List<string>? files) ? files : [];
}
