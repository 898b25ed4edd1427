using System.Reflection.Metadata;
using System.Text;

namespace Enso.Build.Programs;

/// <summary>Which methods the compiler took into the image, told by its linker symbols:
/// <c>Assembly_Namespace_Type__Method</c>, an underscore for every character that a symbol may not have.</summary>
internal sealed class CompiledMethods
{
    private readonly string[] _symbols;

    /// <summary>Takes the symbols of an object file.</summary>
    /// <param name="symbols">Their names.</param>
    public CompiledMethods(IEnumerable<string> symbols)
    {
        _symbols = [.. symbols];
        Array.Sort(_symbols, StringComparer.Ordinal);
    }

    /// <summary>Whether a method is in the image. What was only taken into its callers is not seen.</summary>
    /// <param name="assembly">Its assembly.</param>
    /// <param name="handle">The method.</param>
    public bool Contains(ProgramAssembly assembly, MethodDefinitionHandle handle)
    {
        MethodDefinition method = assembly.Metadata.GetMethodDefinition(handle);
        string type = Mangle($"{assembly.Name}_{TypeShapeProvider.NameOf(assembly.Metadata, method.GetDeclaringType())}");

        // Of a generic type the arguments stand between its name and the method's.
        return method.GetGenericParameters().Count + assembly.Metadata.GetTypeDefinition(method.GetDeclaringType())
            .GetGenericParameters().Count > 0
            ? Begins($"{type}<") || Begins($"{type}__")
            : Begins($"{type}__{Mangle(assembly.Metadata.GetString(method.Name))}");
    }

    private bool Begins(string prefix)
    {
        int index = Array.BinarySearch(_symbols, prefix, StringComparer.Ordinal);
        index = index < 0 ? ~index : index;
        return index < _symbols.Length && _symbols[index].StartsWith(prefix, StringComparison.Ordinal);
    }

    private static string Mangle(string name)
    {
        StringBuilder mangled = new(name.Length);
        foreach (char c in name)
        {
            mangled.Append(char.IsAsciiLetterOrDigit(c) ? c : '_');
        }

        return mangled.ToString();
    }
}
