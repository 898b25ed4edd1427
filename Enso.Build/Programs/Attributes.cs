using System.Reflection.Metadata;

namespace Enso.Build.Programs;

/// <summary>Looks for attributes by name.</summary>
internal static class Attributes
{
    /// <summary>Whether one of some attributes has a name.</summary>
    /// <param name="metadata">The assembly's metadata.</param>
    /// <param name="attributes">The attributes.</param>
    /// <param name="name">The name of the attribute's class, without namespace.</param>
    public static bool Has(MetadataReader metadata, CustomAttributeHandleCollection attributes, string name) =>
        attributes.Any(handle => NameOf(metadata, metadata.GetCustomAttribute(handle).Constructor) == name);

    private static string NameOf(MetadataReader metadata, EntityHandle constructor)
    {
        EntityHandle type = constructor.Kind == HandleKind.MemberReference
            ? metadata.GetMemberReference((MemberReferenceHandle)constructor).Parent
            : metadata.GetMethodDefinition((MethodDefinitionHandle)constructor).GetDeclaringType();
        return type.Kind switch
        {
            HandleKind.TypeReference => metadata.GetString(
                metadata.GetTypeReference((TypeReferenceHandle)type).Name),
            HandleKind.TypeDefinition => metadata.GetString(
                metadata.GetTypeDefinition((TypeDefinitionHandle)type).Name),
            _ => "",
        };
    }
}
