using System.Reflection;
using System.Reflection.Metadata;
using System.Text;
using System.Text.RegularExpressions;
using Enso.Build.Elf;

namespace Enso.Build.Programs;

/// <summary>Warns of what in a program cannot work on Ensō: calls by <see cref="UnsupportedCalls"/>, native libraries,
/// and what the compiler said. Of packages, only what is in the image counts.</summary>
internal static partial class ProgramWarnings
{
    // Native libraries that are in the image, or whose absence the table of calls speaks of.
    private static readonly string[] s_libraries =
    [
        "enso", "libSystem.Native", "libSystem.IO.Compression.Native", "System.Native", "QCall",
    ];

    // Windows' own. A package that runs anywhere asks where it is before it calls them.
    private static readonly string[] s_windowsLibraries =
    [
        "advapi32", "bcrypt", "crypt32", "gdi32", "kernel32", "kernelbase", "ntdll", "ole32", "oleaut32", "psapi", "shell32",
        "user32", "version", "winmm", "ws2_32",
    ];

    /// <summary>Writes the warnings about a program that has been compiled.</summary>
    /// <param name="list">The list of its files.</param>
    /// <param name="objectFile">What the compiler made.</param>
    /// <param name="compilerOutput">What the compiler said.</param>
    /// <param name="output">Takes the warnings: one a line.</param>
    /// <returns>0, the exit code.</returns>
    public static int Run(string list, string objectFile, string compilerOutput, string output)
    {
        ProgramFiles files = ProgramFiles.Read(list);
        List<ProgramAssembly> assemblies = ProgramExaminer.Open(files);
        try
        {
            CompiledMethods compiled = new(ElfFile.Load(objectFile).Symbols.Select(symbol => symbol.Name));
            File.WriteAllLines(output, assemblies
                .SelectMany(assembly => Calls(assembly, compiled).Concat(Libraries(assembly, compiled)))
                .Concat(CompilerWarnings.Summarise(File.ReadLines(compilerOutput)))
                .Distinct());
            return 0;
        }
        finally
        {
            assemblies.ForEach(assembly => assembly.Dispose());
        }
    }

    /// <summary>The calls in an assembly that cannot work.</summary>
    public static IEnumerable<string> Calls(ProgramAssembly assembly, CompiledMethods compiled) =>
        from call in CallScanner.CallsOf(assembly)
        let verdict = UnsupportedCalls.Verdict(call)
        where verdict is not null && compiled.Contains(assembly, call.Caller)
        select $"{Caller(assembly, call.Caller)} calls {Readable(call)}, which {verdict}";

    /// <summary>The methods of an assembly that are in native libraries which there are not.</summary>
    public static IEnumerable<string> Libraries(ProgramAssembly assembly, CompiledMethods compiled)
    {
        foreach (MethodDefinitionHandle handle in assembly.Metadata.MethodDefinitions)
        {
            MethodDefinition method = assembly.Metadata.GetMethodDefinition(handle);
            if (!method.Attributes.HasFlag(MethodAttributes.PinvokeImpl) || method.GetImport().Module.IsNil)
            {
                continue;
            }

            string library = assembly.Metadata.GetString(
                assembly.Metadata.GetModuleReference(method.GetImport().Module).Name);
            if (!s_libraries.Contains(library) && (assembly.IsOwn || !IsOfWindows(library)) && compiled.Contains(assembly, handle))
            {
                yield return $"{Caller(assembly, handle)} is in the native library '{library}', which there is not: a call "
                    + "throws DllNotFoundException";
            }
        }
    }

    private static bool IsOfWindows(string library) => s_windowsLibraries.Contains(
        Path.GetExtension(library).Equals(".dll", StringComparison.OrdinalIgnoreCase)
            ? Path.GetFileNameWithoutExtension(library)
            : library,
        StringComparer.OrdinalIgnoreCase);

    private static string Readable(Call call) =>
        call.Method == ".ctor" ? $"new {call.Type}()" : $"{call.Type}.{call.Method}";

    // A method as its author wrote it: what the compiler makes of lambdas, iterators and asynchronous methods bears the
    // name of the method that it was made of between angle brackets.
    private static string Caller(ProgramAssembly assembly, MethodDefinitionHandle handle)
    {
        MethodDefinition method = assembly.Metadata.GetMethodDefinition(handle);
        string type = TypeShapeProvider.NameOf(assembly.Metadata, method.GetDeclaringType());
        string name = assembly.Metadata.GetString(method.Name);
        string whole = $"{type}+{name}";
        StringBuilder readable = new($"{assembly.Name}: ");
        readable.Append(type.Split('+').First(part => !part.StartsWith('<')));
        Match written = Written().Match(whole);
        string shown = name == "<Main>$" ? "Main" : written.Success ? written.Groups["name"].Value : name;
        return readable.Append('.').Append(shown.TrimEnd('$')).ToString();
    }

    [GeneratedRegex(@"<(?:<)?(?<name>[A-Za-z_][A-Za-z0-9_]*)>")]
    private static partial Regex Written();
}
