using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace Enso.Build.Programs;

/// <summary>Reads signatures as <see cref="TypeShape"/>s.</summary>
internal sealed class TypeShapeProvider : ISignatureTypeProvider<TypeShape, object?>
{
    /// <summary>The provider.</summary>
    public static TypeShapeProvider Instance { get; } = new();

    /// <inheritdoc/>
    public TypeShape GetPrimitiveType(PrimitiveTypeCode typeCode) => TypeShape.Primitive(typeCode);

    /// <inheritdoc/>
    public TypeShape GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) =>
        TypeShape.Simple(
            NameOf(reader, handle),
            reader.GetString(reader.GetAssemblyDefinition().Name),
            rawTypeKind == (byte)SignatureTypeKind.ValueType);

    /// <inheritdoc/>
    public TypeShape GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind)
    {
        (string name, string assembly) = NameOf(reader, handle);
        return TypeShape.Simple(name, assembly, rawTypeKind == (byte)SignatureTypeKind.ValueType);
    }

    /// <inheritdoc/>
    public TypeShape GetTypeFromSpecification(
        MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
        reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

    /// <inheritdoc/>
    public TypeShape GetGenericInstantiation(TypeShape genericType, ImmutableArray<TypeShape> typeArguments) =>
        genericType with { Arguments = typeArguments };

    /// <inheritdoc/>
    public TypeShape GetGenericTypeParameter(object? genericContext, int index) =>
        new($"!{index}", "", false, [], Parameter: index);

    /// <inheritdoc/>
    public TypeShape GetGenericMethodParameter(object? genericContext, int index) =>
        new($"!!{index}", "", false, [], Parameter: int.MaxValue - index);

    /// <inheritdoc/>
    public TypeShape GetSZArrayType(TypeShape elementType) => TypeShape.ArrayOf(elementType, "[]");

    /// <inheritdoc/>
    public TypeShape GetArrayType(TypeShape elementType, ArrayShape shape) =>
        TypeShape.ArrayOf(elementType, $"[{new string(',', shape.Rank - 1)}]");

    /// <inheritdoc/>
    public TypeShape GetByReferenceType(TypeShape elementType) => Mark(elementType, '&');

    /// <inheritdoc/>
    public TypeShape GetPointerType(TypeShape elementType) => Mark(elementType, '*');

    /// <inheritdoc/>
    public TypeShape GetFunctionPointerType(MethodSignature<TypeShape> signature) => Mark(TypeShape.Object, '*');

    /// <inheritdoc/>
    public TypeShape GetModifiedType(TypeShape modifier, TypeShape unmodifiedType, bool isRequired) => unmodifiedType;

    /// <inheritdoc/>
    public TypeShape GetPinnedType(TypeShape elementType) => elementType;

    /// <summary>The full name of a type of this assembly.</summary>
    public static string NameOf(MetadataReader reader, TypeDefinitionHandle handle)
    {
        TypeDefinition type = reader.GetTypeDefinition(handle);
        string name = Qualify(reader, type.Namespace, type.Name);
        return type.GetDeclaringType() is { IsNil: false } outer ? $"{NameOf(reader, outer)}+{name}" : name;
    }

    /// <summary>The full name of another assembly's type, and the name of that assembly.</summary>
    public static (string Name, string Assembly) NameOf(MetadataReader reader, TypeReferenceHandle handle)
    {
        TypeReference type = reader.GetTypeReference(handle);
        string name = Qualify(reader, type.Namespace, type.Name);
        switch (type.ResolutionScope.Kind)
        {
            case HandleKind.TypeReference:
                (string outer, string assembly) = NameOf(reader, (TypeReferenceHandle)type.ResolutionScope);
                return ($"{outer}+{name}", assembly);
            case HandleKind.AssemblyReference:
                AssemblyReference scope = reader.GetAssemblyReference((AssemblyReferenceHandle)type.ResolutionScope);
                return (name, reader.GetString(scope.Name));
            default:
                return (name, reader.GetString(reader.GetAssemblyDefinition().Name));
        }
    }

    private static TypeShape Mark(TypeShape element, char mark) =>
        TypeShape.Simple(element.Name + mark, element.Assembly, false);

    private static string Qualify(MetadataReader reader, StringHandle space, StringHandle name) =>
        space.IsNil ? reader.GetString(name) : $"{reader.GetString(space)}.{reader.GetString(name)}";
}
