using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace Enso.Build.Programs;

/// <summary>A type as signatures write it, by name: nothing is loaded.</summary>
/// <param name="Name">Its full name as reflection writes it, with <c>`n</c> and with <c>+</c> before a nested type; of an
/// array, that of the element's type and the brackets.</param>
/// <param name="Assembly">The assembly that the signature names.</param>
/// <param name="IsValueType">Whether it is a value type.</param>
/// <param name="Arguments">Its type arguments.</param>
/// <param name="Element">The type of its elements, for an array.</param>
/// <param name="Parameter">Its number, for a type parameter of the enclosing type; otherwise -1.</param>
internal sealed record TypeShape(
    string Name,
    string Assembly,
    bool IsValueType,
    ImmutableArray<TypeShape> Arguments,
    TypeShape? Element = null,
    int Parameter = -1)
{
    private const string CoreLibrary = "System.Private.CoreLib";

    /// <summary><c>object</c>.</summary>
    public static TypeShape Object { get; } = Simple("System.Object", CoreLibrary, false);

    /// <summary>Whether it holds no type parameter, and nothing that cannot be a type argument (pointers, references,
    /// spans).</summary>
    public bool IsClosed => Parameter < 0
        && (Element is null ? !Name.EndsWith('*') && !Name.EndsWith('&') : Element.IsClosed)
        && Name is not ("System.Void" or "System.Span`1" or "System.ReadOnlySpan`1" or "System.TypedReference")
        && Arguments.All(argument => argument.IsClosed);

    /// <summary>A type without arguments.</summary>
    /// <param name="name">Its full name.</param>
    /// <param name="assembly">Its assembly.</param>
    /// <param name="isValueType">Whether it is a value type.</param>
    public static TypeShape Simple(string name, string assembly, bool isValueType) =>
        new(name, assembly, isValueType, []);

    /// <summary>A type of the core library by its signature code.</summary>
    /// <param name="code">The code.</param>
    public static TypeShape Primitive(PrimitiveTypeCode code) => Simple(
        $"System.{code}",
        CoreLibrary,
        code is not (PrimitiveTypeCode.Object or PrimitiveTypeCode.String));

    /// <summary>The type with the enclosing type's arguments put in for its parameters.</summary>
    /// <param name="arguments">The arguments.</param>
    public TypeShape Substitute(ImmutableArray<TypeShape> arguments)
    {
        if (Parameter >= 0)
        {
            return Parameter < arguments.Length ? arguments[Parameter] : this;
        }

        if (Element is not null)
        {
            return ArrayOf(Element.Substitute(arguments), Name[Element.Name.Length..]);
        }

        return Arguments.IsEmpty ? this : this with { Arguments = [.. Arguments.Select(a => a.Substitute(arguments))] };
    }

    /// <summary>An array.</summary>
    /// <param name="element">Its elements' type.</param>
    /// <param name="brackets">Its brackets, with a comma between dimensions.</param>
    public static TypeShape ArrayOf(TypeShape element, string brackets) =>
        new(element.Name + brackets, element.Assembly, false, [], element);

    /// <summary>The name with arguments, as reflection reads it, without the assembly of the type itself.</summary>
    public string FullName => Element is not null
        ? Element.FullName + Name[Element.Name.Length..]
        : Arguments.IsEmpty
            ? Name
            : $"{Name}[{string.Join(',', Arguments.Select(a => $"[{a.FullName}, {a.Assembly}]"))}]";

    /// <summary>Two shapes are the same type when their names are; an assembly may be named by one that forwards to it.
    /// </summary>
    public bool Equals(TypeShape? other) => other is not null && Parameter == other.Parameter && FullName == other.FullName;

    /// <inheritdoc/>
    public override int GetHashCode() => FullName.GetHashCode(StringComparison.Ordinal);
}
