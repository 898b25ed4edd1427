using System.Text.RegularExpressions;
using Enso.Build.Elf;

namespace Enso.Build.Plugs;

/// <summary>Every C symbol that the runtime's archives and managed code ask for, with what defines it; and the plugs
/// that nobody asks for.</summary>
internal sealed partial class PlugTable
{
    // The library whose functions the class library calls.
    private const string NativeLibrary = "libSystem.Native";

    // Ensō's own code calls symbols of this form; they are no C functions.
    private const string OwnPrefix = "enso_";

    // In a static link the linker turns a call of it into an access to the thread's block (System V ABI for x86-64
    // and TLS supplement, "Global dynamic to local exec").
    private const string RelaxedCall = "__tls_get_addr";

    private readonly PlugInputs _inputs;
    private readonly Dictionary<string, List<string>> _askers = new(StringComparer.Ordinal);
    private readonly HashSet<string> _called = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PlugEntry> _definitions = new(StringComparer.Ordinal);

    private PlugTable(PlugInputs inputs)
    {
        _inputs = inputs;
        HashSet<string> provided = new(StringComparer.Ordinal);
        List<ManagedSymbols> runtime = [.. inputs.RuntimeAssemblies.Select(ManagedSymbols.Load)];
        ReadAskers(runtime, provided);
        ReadDefinitions(runtime);
        Entries =
        [
            .. _askers.Select(a => Entry(a.Key, a.Value))
                .Concat(_definitions.Values.Where(d => d.Origin == PlugOrigin.Enso && !_askers.ContainsKey(d.Name)))
                .OrderBy(e => e.Name, StringComparer.Ordinal),
        ];
        MissingFunctions =
        [
            .. runtime.Concat(inputs.FrameworkAssemblies.Select(ManagedSymbols.Load))
                .SelectMany(a => a.ImportsFrom(NativeLibrary))
                .Where(name => !provided.Contains(name)).Distinct().Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>The symbols, in the order of their names.</summary>
    public IReadOnlyList<PlugEntry> Entries { get; }

    /// <summary>Functions of libSystem.Native that managed code calls and no archive defines.</summary>
    public IReadOnlyList<string> MissingFunctions { get; }

    /// <summary>Makes the table.</summary>
    /// <exception cref="ElfFormatException">An archive or object cannot be read.</exception>
    public static PlugTable Build(PlugInputs inputs) => new(inputs);

    private void ReadAskers(IEnumerable<ManagedSymbols> runtime, HashSet<string> provided)
    {
        List<(string Name, ObjectSymbols Symbols)> archives =
        [
            .. _inputs.Archives.Concat(_inputs.Alternatives)
                .Select(path => (Path.GetFileName(path), ObjectSymbols.Load(path))),
        ];
        provided.UnionWith(archives.SelectMany(a => a.Symbols.Defined));
        foreach ((string asker, ObjectSymbols symbols) in archives)
        {
            Ask(asker, symbols.Undefined, symbols.Called, provided);
        }
        // What the runtime's managed part calls in itself by way of the linker is nobody else's business.
        provided.UnionWith(runtime.SelectMany(a => a.Exports).Select(e => e.Name));
        foreach ((string path, ManagedSymbols symbols) in _inputs.RuntimeAssemblies.Zip(runtime))
        {
            List<string> imports = [.. symbols.ImageImports.Distinct()];
            Ask(Path.GetFileName(path), imports, imports, provided);
        }
    }

    private void Ask(
        string asker, IEnumerable<string> names, IEnumerable<string> called, IReadOnlySet<string> provided)
    {
        foreach (string name in names.Where(n => !provided.Contains(n)))
        {
            if (!_askers.TryGetValue(name, out List<string>? askers))
            {
                _askers.Add(name, askers = []);
            }
            askers.Add(asker);
        }
        _called.UnionWith(called);
    }

    /// <summary>What defines symbols; where two do, the linker takes the first.</summary>
    private void ReadDefinitions(IReadOnlyList<ManagedSymbols> runtime)
    {
        foreach (ManagedExport export in ManagedSymbols.Load(_inputs.Plugs).Exports)
        {
            string source = Symbols.SourcePath.Shorten(export.Source, _inputs.Root);
            Define(export.Name, PlugOrigin.Enso, source, export.State, export.Error, export.Remark);
        }
        foreach ((string path, string source) in _inputs.Assembled.Zip(_inputs.Sources))
        {
            ReadAssembled(ObjectSymbols.Load(path), source);
        }
        foreach (string name in ObjectSymbols.Load(_inputs.Library).Defined)
        {
            Define(name, PlugOrigin.Library, "");
        }
        foreach ((string path, ManagedSymbols symbols) in _inputs.RuntimeAssemblies.Zip(runtime))
        {
            symbols.Exports.ToList().ForEach(
                e => Define(e.Name, PlugOrigin.ClassLibrary, Path.GetFileName(path)));
        }
        ElfFile managed = ElfFile.Load(_inputs.Managed);
        foreach (ElfSymbol symbol in managed.Symbols.Where(s => !s.IsLocal && !s.IsUndefined))
        {
            Define(symbol.Name, PlugOrigin.Compiler, "compiled C#");
        }
        foreach (ElfSection section in managed.Sections)
        {
            Define($"__start_{section.Name}", PlugOrigin.Linker, "the linker");
            Define($"__stop_{section.Name}", PlugOrigin.Linker, "the linker");
        }
        Define(RelaxedCall, PlugOrigin.Linker, "the linker");
    }

    /// <summary>A function with a variable argument list does what the function does that it hands the list to.
    /// </summary>
    private void ReadAssembled(ObjectSymbols symbols, string source)
    {
        Dictionary<string, string> targets = VariadicFunction().Matches(File.ReadAllText(source))
            .ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value, StringComparer.Ordinal);
        foreach (string name in symbols.Defined)
        {
            PlugEntry? target = targets.TryGetValue(name, out string? to) ? _definitions.GetValueOrDefault(to) : null;
            Define(
                name, PlugOrigin.Enso, Symbols.SourcePath.Shorten(source, _inputs.Root),
                target?.State ?? PlugState.Complete, target?.Error ?? "", target?.Remark ?? "");
        }
    }

    private void Define(
        string name, PlugOrigin origin, string source, PlugState state = PlugState.Complete, string error = "",
        string remark = "")
    {
        if (!name.StartsWith(OwnPrefix, StringComparison.Ordinal))
        {
            _definitions.TryAdd(name, new PlugEntry(name, [], origin, source, state, error, remark));
        }
    }

    private PlugEntry Entry(string name, IReadOnlyList<string> askers)
    {
        if (_definitions.TryGetValue(name, out PlugEntry? definition))
        {
            return definition with { Askers = askers };
        }
        PlugOrigin origin = _called.Contains(name) ? PlugOrigin.Nowhere : PlugOrigin.Unneeded;
        return new PlugEntry(name, askers, origin, "", PlugState.Complete, "", "");
    }

    [GeneratedRegex(@"^VARIADIC (\w+), (\w+),", RegexOptions.Multiline)]
    private static partial Regex VariadicFunction();
}
