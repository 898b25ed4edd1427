using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace Enso.Build.Programs;

/// <summary>The types that a program may give to System.Text.Json: every closed type that its own code names, and the
/// types of their properties and of their constructors' parameters, and so on.</summary>
/// <param name="assemblies">The program's assemblies, packages too.</param>
internal sealed class JsonTypes(IReadOnlyList<ProgramAssembly> assemblies)
{
    /// <summary>A program names fewer; more would make an image of nothing else.</summary>
    private const int Maximum = 5000;

    private const string Serializer = "System.Text.Json.JsonSerializer";

    private readonly Dictionary<string, ProgramAssembly> _byName = assemblies.ToDictionary(assembly => assembly.Name);
    private readonly HashSet<TypeShape> _found = [];
    private readonly Queue<TypeShape> _waiting = new();

    /// <summary>Whether the program's own code calls the serializer.</summary>
    public bool IsNeeded => assemblies.Where(assembly => assembly.IsOwn).Any(assembly => assembly.Metadata.TypeReferences
        .Any(handle => TypeShapeProvider.NameOf(assembly.Metadata, handle).Name == Serializer));

    /// <summary>Collects the types.</summary>
    public IReadOnlyCollection<TypeShape> Collect()
    {
        foreach (ProgramAssembly assembly in assemblies.Where(assembly => assembly.IsOwn))
        {
            Add(NamedIn(assembly.Metadata));
        }

        while (_waiting.TryDequeue(out TypeShape? type))
        {
            Add(type.Arguments);
            if (type.Element is not null)
            {
                Add([type.Element]);
            }

            if (Find(type) is var (metadata, definition))
            {
                Add(MembersOf(metadata, definition).Select(member => member.Substitute(type.Arguments)));
            }
        }

        return _found;
    }

    /// <summary>The definition of a type, when it is in one of the program's assemblies.</summary>
    public (MetadataReader Metadata, TypeDefinition Definition)? Find(TypeShape type) =>
        type.Element is null
        && _byName.TryGetValue(type.Assembly, out ProgramAssembly? assembly)
        && assembly.Types.TryGetValue(type.Name, out TypeDefinitionHandle handle)
            ? (assembly.Metadata, assembly.Metadata.GetTypeDefinition(handle))
            : null;

    private void Add(IEnumerable<TypeShape> types)
    {
        foreach (TypeShape type in types.Where(type => type.IsClosed && _found.Count < Maximum))
        {
            if (IsData(type) && _found.Add(type))
            {
                _waiting.Enqueue(type);
            }
        }
    }

    // What the compiler makes of lambdas, iterators and asynchronous methods is nobody's data; anonymous types are.
    private bool IsData(TypeShape type) =>
        (!type.Name.Contains('<', StringComparison.Ordinal) || IsAnonymous(type))
        && (Find(type) is not var (metadata, definition) || !IsByReferenceOnly(metadata, definition));

    private static bool IsAnonymous(TypeShape type) =>
        type.Name.StartsWith("<>f__AnonymousType", StringComparison.Ordinal)
        || type.Name.StartsWith("VB$AnonymousType", StringComparison.Ordinal);

    private static bool IsByReferenceOnly(MetadataReader metadata, TypeDefinition definition) =>
        (definition.Attributes.HasFlag(TypeAttributes.Abstract) && definition.Attributes.HasFlag(TypeAttributes.Sealed))
        || Attributes.Has(metadata, definition.GetCustomAttributes(), "IsByRefLikeAttribute");

    private static IEnumerable<TypeShape> NamedIn(MetadataReader metadata)
    {
        TypeShapeProvider provider = TypeShapeProvider.Instance;
        for (int row = 1; row <= metadata.GetTableRowCount(TableIndex.TypeSpec); row++)
        {
            yield return metadata
                .GetTypeSpecification(MetadataTokens.TypeSpecificationHandle(row))
                .DecodeSignature(provider, null);
        }

        for (int row = 1; row <= metadata.GetTableRowCount(TableIndex.MethodSpec); row++)
        {
            MethodSpecification method = metadata.GetMethodSpecification(
                MetadataTokens.MethodSpecificationHandle(row));
            foreach (TypeShape argument in method.DecodeSignature(provider, null))
            {
                yield return argument;
            }
        }

        foreach (TypeDefinitionHandle handle in metadata.TypeDefinitions)
        {
            TypeDefinition definition = metadata.GetTypeDefinition(handle);
            if (definition.GetGenericParameters().Count == 0 && !definition.Attributes.HasFlag(TypeAttributes.Interface))
            {
                yield return provider.GetTypeFromDefinition(
                    metadata, handle, (byte)(IsValueType(metadata, definition) ? SignatureTypeKind.ValueType : SignatureTypeKind.Class));
            }

            foreach (TypeShape type in SignaturesOf(metadata, definition))
            {
                yield return type;
            }
        }
    }

    private static IEnumerable<TypeShape> SignaturesOf(MetadataReader metadata, TypeDefinition definition)
    {
        foreach (FieldDefinitionHandle field in definition.GetFields())
        {
            yield return metadata.GetFieldDefinition(field).DecodeSignature(TypeShapeProvider.Instance, null);
        }

        foreach (MethodDefinitionHandle method in definition.GetMethods())
        {
            MethodSignature<TypeShape> signature = metadata.GetMethodDefinition(method)
                .DecodeSignature(TypeShapeProvider.Instance, null);
            yield return signature.ReturnType;
            foreach (TypeShape parameter in signature.ParameterTypes)
            {
                yield return parameter;
            }
        }
    }

    // Properties, public fields, and the parameters of public constructors.
    private static IEnumerable<TypeShape> MembersOf(MetadataReader metadata, TypeDefinition definition) => definition
        .GetProperties()
        .Select(property => metadata.GetPropertyDefinition(property)
            .DecodeSignature(TypeShapeProvider.Instance, null).ReturnType)
        .Concat(definition.GetFields()
            .Select(metadata.GetFieldDefinition)
            .Where(field => field.Attributes.HasFlag(FieldAttributes.Public))
            .Select(field => field.DecodeSignature(TypeShapeProvider.Instance, null)))
        .Concat(ConstructorsOf(metadata, definition).SelectMany(constructor => constructor.Parameters));

    /// <summary>The public constructors of a type.</summary>
    /// <returns>Each with its parameters' types, and whether it is marked as the serializer's.</returns>
    public static IEnumerable<(ImmutableArray<TypeShape> Parameters, bool IsMarked)> ConstructorsOf(
        MetadataReader metadata, TypeDefinition definition) => definition
        .GetMethods()
        .Select(metadata.GetMethodDefinition)
        .Where(method => metadata.GetString(method.Name) == ".ctor"
            && (method.Attributes & MethodAttributes.MemberAccessMask) == MethodAttributes.Public)
        .Select(method => (
            method.DecodeSignature(TypeShapeProvider.Instance, null).ParameterTypes,
            Attributes.Has(metadata, method.GetCustomAttributes(), "JsonConstructorAttribute")));

    private static bool IsValueType(MetadataReader metadata, TypeDefinition definition) =>
        BaseName(metadata, definition) is "System.ValueType" or "System.Enum";

    /// <summary>Whether a type is an enumeration.</summary>
    public static bool IsEnumeration(MetadataReader metadata, TypeDefinition definition) =>
        BaseName(metadata, definition) == "System.Enum";

    private static string BaseName(MetadataReader metadata, TypeDefinition definition) => definition.BaseType.Kind switch
    {
        HandleKind.TypeReference when !definition.BaseType.IsNil =>
            TypeShapeProvider.NameOf(metadata, (TypeReferenceHandle)definition.BaseType).Name,
        _ => "",
    };
}
