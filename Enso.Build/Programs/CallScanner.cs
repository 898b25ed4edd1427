using System.Collections.Immutable;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace Enso.Build.Programs;

/// <summary>One call that an assembly makes.</summary>
/// <param name="Caller">The method that makes it.</param>
/// <param name="Type">The full name of the type whose method is called.</param>
/// <param name="Method">The method's name; <c>.ctor</c> for a constructor.</param>
/// <param name="FirstParameter">The full name of its first parameter's type; empty when it has none.</param>
internal readonly record struct Call(MethodDefinitionHandle Caller, string Type, string Method, string FirstParameter);

/// <summary>Finds the calls in an assembly's IL (ECMA-335, partition III).</summary>
internal static class CallScanner
{
    private static readonly Dictionary<ushort, OpCode> s_codes = typeof(OpCodes)
        .GetFields()
        .Where(field => field.FieldType == typeof(OpCode))
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => (ushort)code.Value);

    /// <summary>Finds every call to another assembly's methods.</summary>
    /// <param name="assembly">The assembly.</param>
    public static IEnumerable<Call> CallsOf(ProgramAssembly assembly)
    {
        MetadataReader metadata = assembly.Metadata;
        foreach (MethodDefinitionHandle handle in metadata.MethodDefinitions)
        {
            MethodDefinition method = metadata.GetMethodDefinition(handle);
            if (method.RelativeVirtualAddress == 0)
            {
                continue;
            }

            foreach (EntityHandle token in MethodTokens(assembly.BodyOf(method).GetILContent()).Distinct())
            {
                if (Target(metadata, token) is var (type, name, first))
                {
                    yield return new Call(handle, type, name, first);
                }
            }
        }
    }

    /// <summary>The methods that a body names: to call, to construct with, or to point to.</summary>
    /// <param name="body">The instructions.</param>
    public static IEnumerable<EntityHandle> MethodTokens(ImmutableArray<byte> body)
    {
        for (int at = 0; at < body.Length;)
        {
            // Two-byte codes begin with 0xFE.
            ushort value = body[at++];
            if (value == 0xFE)
            {
                value = (ushort)((value << 8) | body[at++]);
            }

            OpCode code = s_codes[value];
            if (code.OperandType == OperandType.InlineMethod)
            {
                yield return (EntityHandle)MetadataTokens.Handle(Int32(body, at));
            }

            at += OperandLength(code, body, at);
        }
    }

    private static int OperandLength(OpCode code, ImmutableArray<byte> body, int at) => code.OperandType switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + (4 * Int32(body, at)),
        _ => 4,
    };

    private static int Int32(ImmutableArray<byte> body, int at) => BitConverter.ToInt32(body.AsSpan(at, 4));

    private static (string Type, string Method, string FirstParameter)? Target(MetadataReader metadata, EntityHandle token)
    {
        if (token.Kind == HandleKind.MethodSpecification)
        {
            token = metadata.GetMethodSpecification((MethodSpecificationHandle)token).Method;
        }

        if (token.Kind != HandleKind.MemberReference)
        {
            return null;
        }

        MemberReference member = metadata.GetMemberReference((MemberReferenceHandle)token);
        string? type = member.Parent.Kind switch
        {
            HandleKind.TypeReference =>
                TypeShapeProvider.NameOf(metadata, (TypeReferenceHandle)member.Parent).Name,
            HandleKind.TypeSpecification => metadata.GetTypeSpecification((TypeSpecificationHandle)member.Parent)
                .DecodeSignature(TypeShapeProvider.Instance, null).Name,
            _ => null,
        };
        if (type is null)
        {
            return null;
        }

        ImmutableArray<TypeShape> parameters = member
            .DecodeMethodSignature(TypeShapeProvider.Instance, null).ParameterTypes;
        return (type, metadata.GetString(member.Name), parameters.IsEmpty ? "" : parameters[0].Name);
    }
}
