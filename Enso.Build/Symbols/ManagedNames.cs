using System.Text;
using System.Text.RegularExpressions;

namespace Enso.Build.Symbols;

/// <summary>Turns the ahead-of-time compiler's linker symbols into C# names.</summary>
/// <remarks>
/// The compiler writes a method as <c>Assembly_Namespace_Type__Method</c>, with an underscore for every
/// character that a linker symbol may not have: from the symbol alone nobody can tell a dot from an
/// underscore. Its debug information has the method's name as it was written and the mangled type apart,
/// which leaves only the type to guess at: the assembly is cut off, and underscores become dots. A type that
/// has underscores in its own name shows with dots; nothing depends on these names but the reader.
/// </remarks>
internal sealed partial class ManagedNames
{
    // Stand-ins for characters that the later steps must not touch.
    private const char Underscore = '\u0001';
    private const char Open = '\u0002';
    private const char Close = '\u0003';

    private const string Unbox = "unbox_";
    private const string MadeUp = "Internal_CompilerGenerated__Module___";

    private readonly IReadOnlyDictionary<string, MethodName> _methods;
    private readonly List<string> _assemblies;
    private readonly Dictionary<string, string> _types = [];

    /// <summary>Creates the table of names.</summary>
    /// <param name="methods">Methods from the debug information, by symbol.</param>
    /// <param name="files">Source files: their directories tell the assemblies' names.</param>
    public ManagedNames(IReadOnlyDictionary<string, MethodName> methods, IEnumerable<string> files)
    {
        _methods = methods;
        HashSet<string> names = [];
        foreach (string file in files)
        {
            foreach (string part in file.Split('/')[..^1])
            {
                // Directories named after an assembly have its dots; `src` and the like have none.
                if (part.Contains('.', StringComparison.Ordinal))
                {
                    names.Add(part.Replace('.', '_').Replace('-', '_') + "_");
                }
            }
        }
        _assemblies = [.. names.OrderByDescending(n => n.Length).ThenBy(n => n, StringComparer.Ordinal)];
    }

    /// <summary>Whether the symbol is a method that the compiler's debug information describes.</summary>
    public bool IsMethod(string symbol) => _methods.ContainsKey(symbol);

    /// <summary>The readable name; a symbol that has not the compiler's form is returned as it is.</summary>
    public string Readable(string symbol)
    {
        if (symbol.StartsWith(Unbox, StringComparison.Ordinal))
        {
            return Readable(symbol[Unbox.Length..]) + " (unbox)";
        }
        if (_methods.TryGetValue(symbol, out MethodName? method))
        {
            return method.Owner is null ? method.Name : Type(method.Owner) + "." + method.Name;
        }
        if (symbol.StartsWith(MadeUp, StringComparison.Ordinal))
        {
            string kind = symbol[MadeUp.Length..];
            return "<Module>." + kind[..(kind.IndexOf('>', StringComparison.Ordinal) + 1)];
        }
        int split = LastSeparator(symbol);
        if (split <= 0 || symbol.StartsWith("__", StringComparison.Ordinal))
        {
            return symbol;
        }
        string name = symbol[(split + 2)..];
        int boxed = symbol.IndexOf("__<unbox>", StringComparison.Ordinal);
        if (boxed > 0)
        {
            return Type(symbol[..boxed]) + "." + name + " (unbox)";
        }
        int arguments = name.Length == 0 ? -1 : name.IndexOf('<', 1);
        name = arguments > 0 ? name[..arguments] : name;
        name = name switch
        {
            "_ctor" or "_cctor" => "." + name[1..],
            "_Clone__" => "<Clone>$",
            _ => name,
        };
        return Type(symbol[..split]) + "." + name;
    }

    /// <summary>The readable form of a mangled type.</summary>
    public string Type(string mangled)
    {
        if (!_types.TryGetValue(mangled, out string? name))
        {
            name = Restore(Parse(Protect(mangled.Replace("<Boxed>", "", StringComparison.Ordinal))));
            _types.Add(mangled, name);
        }
        return name;
    }

    [GeneratedRegex("___c__DisplayClass([0-9]+)_([0-9]+)")]
    private static partial Regex Closure();

    [GeneratedRegex("___c__([0-9]+)")]
    private static partial Regex GenericLambdas();

    [GeneratedRegex("___c(?![A-Za-z0-9])")]
    private static partial Regex Lambdas();

    [GeneratedRegex("__((?:(?!__)\\w)+)_d__([0-9]+)")]
    private static partial Regex StateMachine();

    [GeneratedRegex("_[0-9]+(?=_|\\.|$)")]
    private static partial Regex Arity();

    [GeneratedRegex("^(?:System|Microsoft)_[A-Za-z0-9_]+?_(?=(?:System|Microsoft|Internal|Interop)_)")]
    private static partial Regex FrameworkAssembly();

    [GeneratedRegex("^S_P_[A-Za-z]+(?:_(?:Execution|Uri|Xml))?_")]
    private static partial Regex PrivateAssembly();

    private static string Protect(string name)
    {
        name = name.Replace("__Module_", $".{Open}Module{Close}", StringComparison.Ordinal);
        name = name.Replace("System___Canon", $"{Underscore}{Underscore}Canon", StringComparison.Ordinal);
        name = Closure().Replace(name,
            $".{Open}{Close}c{Underscore}{Underscore}DisplayClass$1{Underscore}$2");
        name = GenericLambdas().Replace(name, $".{Open}{Close}c{Underscore}{Underscore}$1");
        name = Lambdas().Replace(name, $".{Open}{Close}c");
        return StateMachine().Replace(name, m =>
        {
            string method = m.Groups[1].Value.Replace('_', Underscore);
            return $".{Open}{method}{Close}d{Underscore}{Underscore}{m.Groups[2].Value}";
        });
    }

    private static string Restore(string name) =>
        name.Replace(Underscore, '_').Replace(Open, '<').Replace(Close, '>');

    /// <summary>A type with its arguments, which are mangled types between angle brackets, separated by two
    /// underscores.</summary>
    private string Parse(string name)
    {
        int open = name.IndexOf('<', StringComparison.Ordinal);
        if (open < 0)
        {
            return Plain(name, false);
        }
        int close = name.LastIndexOf('>');
        if (close < open)
        {
            return name;
        }
        StringBuilder text = new(Plain(name[..open], true));
        text.Append('<');
        string inner = name[(open + 1)..close];
        int depth = 0;
        int start = 0;
        for (int i = 0; i < inner.Length; i++)
        {
            depth += inner[i] switch { '<' => 1, '>' => -1, _ => 0 };
            if (depth == 0 && i > start && i + 1 < inner.Length && inner[i] == '_' && inner[i + 1] == '_')
            {
                text.Append(Parse(inner[start..i])).Append(", ");
                start = i + 2;
                i++;
            }
        }
        // What follows the arguments is an interface that the method implements explicitly.
        string rest = name[(close + 1)..].Replace("__", ".", StringComparison.Ordinal).Replace('_', '.');
        return text.Append(Parse(inner[start..])).Append('>').Append(rest).ToString();
    }

    private string Plain(string name, bool generic)
    {
        switch (name)
        {
            case "Bool":
                return "Boolean";
            case "Int8":
                return "SByte";
            case "UInt8":
                return "Byte";
        }
        name = name[AssemblyLength(name)..];
        if (generic)
        {
            name = Arity().Replace(name, "");
        }
        return name.Replace('_', '.');
    }

    private int AssemblyLength(string name)
    {
        // A namespace that repeats the assembly's name is the plainest sign of where the latter ends.
        for (int i = name.LastIndexOf('_', name.Length / 2); i > 0; i = name.LastIndexOf('_', i - 1))
        {
            if (string.CompareOrdinal(name, 0, name, i + 1, i) == 0
                && (name.Length == (2 * i) + 1 || name[(2 * i) + 1] == '_'))
            {
                return i + 1;
            }
        }
        Match match = PrivateAssembly().Match(name);
        if (!match.Success)
        {
            match = FrameworkAssembly().Match(name);
        }
        if (match.Success)
        {
            return match.Length;
        }
        string? assembly = _assemblies.Find(
            a => name.Length > a.Length && name.StartsWith(a, StringComparison.Ordinal));
        return assembly?.Length ?? 0;
    }

    /// <summary>Where the last run of two or more underscores outside angle brackets starts. One at the end belongs
    /// to the method's own name.</summary>
    private static int LastSeparator(string symbol)
    {
        int depth = 0;
        int found = -1;
        for (int i = 0; i + 1 < symbol.Length; i++)
        {
            depth += symbol[i] switch { '<' => 1, '>' => -1, _ => 0 };
            if (depth == 0 && symbol[i] == '_' && symbol[i + 1] == '_')
            {
                int start = i;
                while (i + 1 < symbol.Length && symbol[i + 1] == '_')
                {
                    i++;
                }
                found = i + 1 < symbol.Length ? start : found;
            }
        }
        return found;
    }
}
