namespace Enso.Build.Symbols;

/// <summary>Gives each distinct source path a number, in the order in which they are first met.</summary>
internal sealed class FileIndex
{
    private readonly Dictionary<string, int> _indices = [];
    private readonly string _sourceRoot;

    /// <summary>Creates the index; entry 0 is there from the start and stands for no source.</summary>
    public FileIndex(string sourceRoot)
    {
        _sourceRoot = sourceRoot;
        Paths.Add("");
    }

    /// <summary>The shortened paths by number.</summary>
    public List<string> Paths { get; } = [];

    /// <summary>The number of a path as the debug information gives it.</summary>
    public int Of(string path)
    {
        string name = SourcePath.Shorten(path, _sourceRoot);
        if (!_indices.TryGetValue(name, out int index))
        {
            index = Paths.Count;
            Paths.Add(name);
            _indices.Add(name, index);
        }
        return index;
    }
}
