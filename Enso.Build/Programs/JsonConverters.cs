using System.Collections.Immutable;

namespace Enso.Build.Programs;

/// <summary>Which generic classes of System.Text.Json stand behind a type when it is serialised by reflection. The
/// serializer makes them at run time, which no compiler sees; so they are named to it.</summary>
/// <param name="types">The program's types.</param>
/// <param name="core">The core library, for its enumerations.</param>
/// <param name="serializer">System.Text.Json itself: only what it has is named.</param>
internal sealed class JsonConverters(JsonTypes types, ProgramAssembly core, ProgramAssembly serializer)
{
    private const string Converters = "System.Text.Json.Serialization.Converters.";
    private const string Metadata = "System.Text.Json.Serialization.Metadata.";
    private const int SmallConstructor = 4;

    // By the collection's type: the converter, whose arguments are the collection and then its own arguments.
    private static readonly Dictionary<string, string> s_collections = new()
    {
        ["System.Collections.Generic.List`1"] = "ListOfTConverter`2",
        ["System.Collections.Generic.IList`1"] = "IListOfTConverter`2",
        ["System.Collections.Generic.ICollection`1"] = "ICollectionOfTConverter`2",
        ["System.Collections.Generic.LinkedList`1"] = "ICollectionOfTConverter`2",
        ["System.Collections.ObjectModel.Collection`1"] = "IListOfTConverter`2",
        ["System.Collections.ObjectModel.ObservableCollection`1"] = "IListOfTConverter`2",
        ["System.Collections.ObjectModel.ReadOnlyCollection`1"] = "IEnumerableOfTConverter`2",
        ["System.Collections.Generic.IEnumerable`1"] = "IEnumerableOfTConverter`2",
        ["System.Collections.Generic.IReadOnlyCollection`1"] = "IEnumerableOfTConverter`2",
        ["System.Collections.Generic.IReadOnlyList`1"] = "IEnumerableOfTConverter`2",
        ["System.Linq.IOrderedEnumerable`1"] = "IEnumerableOfTConverter`2",
        ["System.Linq.IGrouping`2"] = "IEnumerableOfTConverter`2",
        ["System.Collections.Generic.ISet`1"] = "ISetOfTConverter`2",
        ["System.Collections.Generic.HashSet`1"] = "ISetOfTConverter`2",
        ["System.Collections.Generic.SortedSet`1"] = "ISetOfTConverter`2",
        ["System.Collections.Generic.IReadOnlySet`1"] = "IReadOnlySetOfTConverter`2",
        ["System.Collections.Generic.Queue`1"] = "QueueOfTConverter`2",
        ["System.Collections.Generic.Stack`1"] = "StackOfTConverter`2",
        ["System.Collections.Concurrent.ConcurrentQueue`1"] = "ConcurrentQueueOfTConverter`2",
        ["System.Collections.Concurrent.ConcurrentStack`1"] = "ConcurrentStackOfTConverter`2",
        ["System.Collections.Concurrent.ConcurrentBag`1"] = "IEnumerableOfTConverter`2",
        ["System.Collections.Generic.Dictionary`2"] = "DictionaryOfTKeyTValueConverter`3",
        ["System.Collections.Generic.IDictionary`2"] = "IDictionaryOfTKeyTValueConverter`3",
        ["System.Collections.Generic.SortedDictionary`2"] = "IDictionaryOfTKeyTValueConverter`3",
        ["System.Collections.Generic.SortedList`2"] = "IDictionaryOfTKeyTValueConverter`3",
        ["System.Collections.Concurrent.ConcurrentDictionary`2"] = "IDictionaryOfTKeyTValueConverter`3",
        ["System.Collections.Generic.IReadOnlyDictionary`2"] = "IReadOnlyDictionaryOfTKeyTValueConverter`3",
        ["System.Collections.ObjectModel.ReadOnlyDictionary`2"] = "IReadOnlyDictionaryOfTKeyTValueConverter`3",
    };

    // Structures that have a converter of their own, or are none of the serializer's.
    private static readonly HashSet<string> s_simple =
    [
        "System.Boolean", "System.Char", "System.SByte", "System.Byte", "System.Int16", "System.UInt16", "System.Int32",
        "System.UInt32", "System.Int64", "System.UInt64", "System.Single", "System.Double", "System.Decimal",
        "System.Int128", "System.UInt128", "System.Half", "System.DateTime", "System.DateTimeOffset", "System.DateOnly",
        "System.TimeOnly", "System.TimeSpan", "System.Guid", "System.Text.Json.JsonElement", "System.IntPtr",
        "System.UIntPtr",
    ];

    /// <summary>Names what must be in the image.</summary>
    /// <returns>Each type's assembly and its name in that assembly.</returns>
    public IReadOnlyCollection<(string Assembly, string Name)> Roots()
    {
        HashSet<(string, string)> roots = [];
        foreach (TypeShape type in types.Collect())
        {
            foreach (TypeShape root in RootsOf(type))
            {
                if (root.Assembly != serializer.Name || serializer.Types.ContainsKey(root.Name))
                {
                    roots.Add((root.Assembly, root.FullName));
                }
            }
        }

        return roots;
    }

    private IEnumerable<TypeShape> RootsOf(TypeShape type)
    {
        if (type.IsValueType)
        {
            yield return Generic(Metadata + "JsonTypeInfo`1", type);
            yield return Generic(Metadata + "JsonPropertyInfo`1", type);
        }

        if (type.Element is not null)
        {
            if (type.Name.EndsWith("[]", StringComparison.Ordinal))
            {
                yield return Generic(Converters + "ArrayConverter`2", type, type.Element);
            }
        }
        else if (s_collections.TryGetValue(type.Name, out string? converter))
        {
            // The collection itself too: it is made, and filled, by reflection.
            yield return type;
            int arguments = int.Parse(converter[^1..], System.Globalization.CultureInfo.InvariantCulture) - 1;
            yield return Generic(Converters + converter, [type, .. type.Arguments[^arguments..]]);
        }
        else if (type.Name == "System.Nullable`1")
        {
            yield return Generic(Converters + "NullableConverter`1", type.Arguments[0]);
        }
        else if (IsEnumeration(type))
        {
            yield return Generic(Converters + "EnumConverter`1", type);
        }
        else
        {
            foreach (TypeShape root in ObjectRoots(type))
            {
                yield return root;
            }
        }
    }

    private IEnumerable<TypeShape> ObjectRoots(TypeShape type)
    {
        if (type.IsValueType && !s_simple.Contains(type.Name))
        {
            // The structure itself too: its properties and fields are read by reflection.
            yield return type;
            yield return Generic(Converters + "ObjectDefaultConverter`1", type);
        }

        if (types.Find(type) is not var (metadata, definition))
        {
            yield break;
        }

        foreach ((ImmutableArray<TypeShape> parameters, bool isMarked) in JsonTypes.ConstructorsOf(metadata, definition))
        {
            if (parameters.Length == 0 || (type.IsValueType && !isMarked)
                || !parameters.All(parameter => parameter.Substitute(type.Arguments).IsClosed))
            {
                continue;
            }

            yield return parameters.Length <= SmallConstructor
                ? Generic(
                    Converters + "SmallObjectWithParameterizedConstructorConverter`5",
                    [
                        type, .. parameters.Select(parameter => parameter.Substitute(type.Arguments)),
                        .. Enumerable.Repeat(TypeShape.Object, SmallConstructor - parameters.Length),
                    ])
                : Generic(Converters + "LargeObjectWithParameterizedConstructorConverterWithReflection`1", type);
        }
    }

    private bool IsEnumeration(TypeShape type)
    {
        if (!type.IsValueType || !type.Arguments.IsEmpty)
        {
            return false;
        }

        return types.Find(type) is var (metadata, definition)
            ? JsonTypes.IsEnumeration(metadata, definition)
            : core.Types.TryGetValue(type.Name, out var handle)
                && JsonTypes.IsEnumeration(core.Metadata, core.Metadata.GetTypeDefinition(handle));
    }

    private TypeShape Generic(string name, params ImmutableArray<TypeShape> arguments) =>
        new(name, serializer.Name, false, arguments);
}
