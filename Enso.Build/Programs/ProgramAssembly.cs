using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Enso.Build.Programs;

/// <summary>One of the assemblies that a program is made of, open for reading.</summary>
internal sealed class ProgramAssembly : IDisposable
{
    private readonly PEReader _file;
    private readonly Lazy<Dictionary<string, TypeDefinitionHandle>> _types;

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="isOwn">Whether it is the program itself or a project beside it, and not a package's.</param>
    /// <exception cref="BadImageFormatException">It holds no .NET assembly.</exception>
    public ProgramAssembly(string path, bool isOwn)
    {
        Path = path;
        IsOwn = isOwn;
        _file = new PEReader(File.OpenRead(path));
        if (!_file.HasMetadata)
        {
            _file.Dispose();
            throw new BadImageFormatException($"{path} holds no .NET assembly");
        }

        Metadata = _file.GetMetadataReader();
        Name = Metadata.GetString(Metadata.GetAssemblyDefinition().Name);
        _types = new(() => Metadata.TypeDefinitions.ToDictionary(handle => TypeShapeProvider.NameOf(Metadata, handle)));
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The assembly's simple name.</summary>
    public string Name { get; }

    /// <summary>Its version.</summary>
    public Version Version => Metadata.GetAssemblyDefinition().Version;

    /// <summary>Whether it is the program itself or a project beside it.</summary>
    public bool IsOwn { get; }

    /// <summary>Its metadata.</summary>
    public MetadataReader Metadata { get; }

    /// <summary>Its types, by full name.</summary>
    public IReadOnlyDictionary<string, TypeDefinitionHandle> Types => _types.Value;

    /// <summary>A method's instructions.</summary>
    /// <param name="method">A method that has a body.</param>
    public MethodBodyBlock BodyOf(MethodDefinition method) => _file.GetMethodBody(method.RelativeVirtualAddress);

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
