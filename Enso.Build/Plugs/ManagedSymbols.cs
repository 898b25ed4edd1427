using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Enso.Build.Plugs;

/// <summary>What an assembly exports to the linker and what it imports from it, read from its metadata without loading
/// it.</summary>
internal sealed class ManagedSymbols
{
    private const string ThisImage = "*";

    private readonly List<ManagedExport> _exports = [];
    private readonly List<(string Library, string Name)> _imports = [];

    private ManagedSymbols(MetadataReader metadata, MetadataReader? sources)
    {
        foreach (MethodDefinitionHandle handle in metadata.MethodDefinitions)
        {
            MethodDefinition method = metadata.GetMethodDefinition(handle);
            MethodImport import = method.GetImport();
            if (!import.Module.IsNil)
            {
                string library = metadata.GetString(metadata.GetModuleReference(import.Module).Name);
                _imports.Add((library, metadata.GetString(import.Name)));
            }
            ReadAttributes(metadata, method, SourceOf(sources, handle));
        }
    }

    /// <summary>The methods that are linker symbols.</summary>
    public IReadOnlyList<ManagedExport> Exports => _exports;

    /// <summary>The symbols that it calls in the image it is compiled into.</summary>
    public IEnumerable<string> ImageImports => _imports.Where(i => i.Library == ThisImage).Select(i => i.Name);

    /// <summary>The functions that it calls in a native library (<c>DllImport</c>).</summary>
    public IEnumerable<string> ImportsFrom(string library)
        => _imports.Where(i => i.Library == library).Select(i => i.Name);

    /// <summary>Reads an assembly, and the debug information beside it if there is some.</summary>
    public static ManagedSymbols Load(string path)
    {
        using PEReader image = new(File.OpenRead(path));
        string debug = Path.ChangeExtension(path, ".pdb");
        using MetadataReaderProvider? sources = File.Exists(debug)
            ? MetadataReaderProvider.FromPortablePdbStream(File.OpenRead(debug))
            : null;
        return new ManagedSymbols(image.GetMetadataReader(), sources?.GetMetadataReader());
    }

    private void ReadAttributes(MetadataReader metadata, MethodDefinition method, string source)
    {
        string? export = null;
        PlugState state = PlugState.Complete;
        string error = "";
        string remark = "";
        foreach (CustomAttributeHandle handle in method.GetCustomAttributes())
        {
            CustomAttribute attribute = metadata.GetCustomAttribute(handle);
            switch (TypeOf(metadata, attribute))
            {
                case "RuntimeExportAttribute":
                    export = Arguments(metadata, attribute, 1)[0];
                    break;
                case "RuntimeImportAttribute":
                    string[] import = Arguments(metadata, attribute, 2);
                    _imports.Add((import[0], import[1]));
                    break;
                case "PartialAttribute":
                    state = PlugState.Partial;
                    remark = Arguments(metadata, attribute, 1)[0];
                    break;
                case "UnsupportedAttribute":
                    state = PlugState.Unsupported;
                    string[] reason = Arguments(metadata, attribute, 2);
                    (error, remark) = (reason[0], reason[1]);
                    break;
            }
        }
        if (export is not null)
        {
            _exports.Add(new ManagedExport(export, source, state, error, remark));
        }
    }

    private static string TypeOf(MetadataReader metadata, CustomAttribute attribute)
    {
        EntityHandle type = attribute.Constructor.Kind == HandleKind.MethodDefinition
            ? metadata.GetMethodDefinition((MethodDefinitionHandle)attribute.Constructor).GetDeclaringType()
            : metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent;
        return type.Kind switch
        {
            HandleKind.TypeDefinition => metadata.GetString(
                metadata.GetTypeDefinition((TypeDefinitionHandle)type).Name),
            HandleKind.TypeReference => metadata.GetString(metadata.GetTypeReference((TypeReferenceHandle)type).Name),
            _ => "",
        };
    }

    /// <summary>An attribute's leading arguments, which are strings (ECMA-335, II.23.3).</summary>
    private static string[] Arguments(MetadataReader metadata, CustomAttribute attribute, int count)
    {
        BlobReader value = metadata.GetBlobReader(attribute.Value);
        value.ReadUInt16();
        string[] arguments = new string[count];
        for (int i = 0; i < count; i++)
        {
            arguments[i] = value.ReadSerializedString() ?? "";
        }
        return arguments;
    }

    private static string SourceOf(MetadataReader? sources, MethodDefinitionHandle method)
    {
        if (sources is null)
        {
            return "";
        }
        DocumentHandle document = sources.GetMethodDebugInformation(method.ToDebugInformationHandle()).Document;
        return document.IsNil ? "" : sources.GetString(sources.GetDocument(document).Name);
    }
}
