using System.Linq;
using Microsoft.CodeAnalysis;

namespace Enso.Queues.Analyzers;

/// <summary>What the library declares, recognised by name: no method is listed, attributes say all.</summary>
internal static class OwnedSymbols
{
    private const string Namespace = "Enso.Queues";

    /// <summary>The handle's metadata name.</summary>
    public const string HandleType = Namespace + ".Owned`1";

    /// <summary>Whether the type is the handle of a message.</summary>
    public static bool IsOwned(ITypeSymbol? type) =>
        type is INamedTypeSymbol { Name: "Owned", Arity: 1 } named && IsOfLibrary(named);

    /// <summary>Whether the argument of this parameter changes hands, whatever the method returns.</summary>
    public static bool TakesOwnership(ISymbol? symbol) => Attribute(symbol, "TakesOwnershipAttribute") != null;

    /// <summary>What the method returns when it has taken this parameter's argument; null if that does not depend
    /// on what it returns.</summary>
    public static bool? TakesOwnershipWhen(IParameterSymbol? parameter) =>
        Attribute(parameter, "TakesOwnershipWhenAttribute") is { ConstructorArguments: { Length: 1 } arguments }
            ? arguments[0].Value as bool?
            : null;

    private static AttributeData? Attribute(ISymbol? symbol, string name) =>
        symbol?.OriginalDefinition.GetAttributes()
            .FirstOrDefault(a => a.AttributeClass is { } type && type.Name == name && IsOfLibrary(type));

    private static bool IsOfLibrary(INamedTypeSymbol type) => type.ContainingNamespace.ToDisplayString() == Namespace;
}
