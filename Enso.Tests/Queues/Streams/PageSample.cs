using System.Collections.Immutable;
using System.Reflection;
using Enso.Queues;
using Enso.Scheduler;
using Enso.Tool.Building;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;

namespace Enso.Tests.Queues.Streams;

/// <summary>The first piece of C# on a page, compiled as it stands there.</summary>
internal static class PageSample
{
    private const string Start = "```csharp\n";
    private const string End = "\n```";

    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private static readonly ImmutableArray<MetadataReference> s_references =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
            .Append(typeof(MessageLists).Assembly.Location)
            .Append(typeof(IDiscipline).Assembly.Location)
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    // The library is made for an earlier version of the runtime than the tests run on. A project's build does not
    // warn of that either.
    private static readonly Dictionary<string, ReportDiagnostic> s_laterReferences =
        new() { ["CS1701"] = ReportDiagnostic.Suppress };

    /// <summary>Compiles the sample of the page in a folder of the library.</summary>
    public static Assembly Compile(string folder) =>
        CompileFile(Path.Combine("Enso.Queues", folder, "README.md"));

    /// <summary>Compiles the sample of a page.</summary>
    /// <param name="path">The page, from the repository's root.</param>
    public static Assembly CompileFile(string path)
    {
        string page = File.ReadAllText(Path.Combine(RepositoryLayout.Current.Root, path));
        int start = page.IndexOf(Start, StringComparison.Ordinal) + Start.Length;
        string code = page[start..page.IndexOf(End, start, StringComparison.Ordinal)];
        using MemoryStream image = new();
        EmitResult result = CSharpCompilation.Create(
            $"{Path.GetFileName(Path.GetDirectoryName(path))}{Path.GetFileNameWithoutExtension(path)}Sample",
            [CSharpSyntaxTree.ParseText(ImplicitUsings), CSharpSyntaxTree.ParseText(code)],
            s_references,
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary,
                nullableContextOptions: NullableContextOptions.Enable,
                specificDiagnosticOptions: s_laterReferences))
            .Emit(image);
        Assert.That(result.Diagnostics.Where(d => d.Severity >= DiagnosticSeverity.Warning), Is.Empty, code);
        return Assembly.Load(image.ToArray());
    }
}
