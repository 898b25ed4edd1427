using System.Collections.Immutable;
using Enso.Build.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Enso.Tests.Analyzers;

/// <summary>Compiles a piece of C# in memory, as a project that uses the analyzer would be.</summary>
internal static class LowerSnippet
{
    /// <summary>What a lower project has anyway: the attribute of imports, and the line that text goes
    /// into.</summary>
    private const string Surroundings = """
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using System.Numerics;
        using System.Runtime;
        using System.Runtime.CompilerServices;
        using System.Runtime.InteropServices;
        using System.Threading;
        using System.Threading.Tasks;

        [AttributeUsage(AttributeTargets.Method)]
        internal sealed class RuntimeImportAttribute(string library, string entryPoint) : Attribute
        {
            public string EntryPoint { get; } = library + entryPoint;
        }

        [InterpolatedStringHandler]
        internal ref struct Line
        {
            public Line(int literalLength, int formattedCount) { }
            public void AppendLiteral(string value) { }
            public void AppendFormatted(int value) { }
        }

        internal static class Log
        {
            public static void Info(Line line) { }
        }

        """;

    private static readonly ImmutableArray<MetadataReference> s_references =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    /// <summary>What the analyzer says of members of a lower static class.</summary>
    public static ImmutableArray<Diagnostic> AnalyzeMembers(string members) =>
        Analyze($"internal static unsafe class Lower\n{{\n{members}\n}}\n");

    /// <summary>What the analyzer says of a file; code that does not compile fails the test.</summary>
    public static ImmutableArray<Diagnostic> Analyze(string code)
    {
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Lower",
            [CSharpSyntaxTree.ParseText(
                Surroundings + code, new CSharpParseOptions(LanguageVersion.Preview), "Lower.cs")],
            s_references,
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true,
                nullableContextOptions: NullableContextOptions.Enable));
        Assert.That(
            compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error), Is.Empty, code);
        CompilationWithAnalyzersOptions options = new(
            new AnalyzerOptions([]),
            onAnalyzerException: (e, _, _) => throw new InvalidOperationException("the analyzer failed", e),
            concurrentAnalysis: false, logAnalyzerExecutionTime: false, reportSuppressedDiagnostics: true);
        return compilation.WithAnalyzers([new LowerDialectAnalyzer()], options)
            .GetAnalyzerDiagnosticsAsync().GetAwaiter().GetResult();
    }
}
