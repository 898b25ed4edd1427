using System.Collections.Immutable;
using Enso.Queues;
using Enso.Queues.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Enso.Tests.Queues.Analyzers;

/// <summary>Compiles a piece of C# in memory, as a program that uses the library would be.</summary>
internal static class OwnedSnippet
{
    /// <summary>How many lines stand before the snippet's first.</summary>
    public static readonly int LinesBefore = Surroundings.Count(c => c == '\n');

    private const string Surroundings = """
        using System;
        using System.Collections.Generic;
        using System.Threading.Tasks;
        using Enso.Queues;
        public sealed class Ring
        {
            public void Publish([TakesOwnership] Owned<int> message) => message.Dispose();
            public bool TryPublish([TakesOwnershipWhen(true)] Owned<int> message) => false;
            public bool Refuses([TakesOwnershipWhen(false)] Owned<int> message) => true;
            public void Publish2([TakesOwnership] Owned<int> message, int priority) => message.Dispose();
            public async Task PublishAsync([TakesOwnership] Owned<int> message)
            {
                await Task.Yield();
                message.Dispose();
            }
            public ValueTask<Owned<int>> ReceiveAsync() => default;
            public Owned<int> Receive() => default;
            public bool TryReceive(out Owned<int> message) { message = default; return false; }
            public IEnumerable<Owned<int>> All() => [];
        }
        public sealed class Queue<T>
        {
            public void Publish([TakesOwnership] T message) { }
        }
        public sealed class Holder
        {
            public Owned<int> Message;
            public Owned<int> Kept { get; set; }
            public Holder() { }
            public Holder([TakesOwnership] Owned<int> message) => Message = message;
        }
        public sealed class Program
        {
            private static readonly Pool<int> s_pool = new(4, () => 0);
            private static readonly Ring s_ring = new();
            private Owned<int> _field;
            private static void Use(Owned<int> message) => message.Value++;
            private static void Look(in Owned<int> message) => message.Value++;
            private static void Swap(ref Owned<int> message) { }
            private static bool Check() => DateTime.Now.Ticks > 0;

        """;

    private static readonly ImmutableArray<MetadataReference> s_references =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
            .Append(typeof(Pool<>).Assembly.Location)
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    /// <summary>What the analyzer says of members of a class; code that does not compile fails the test.</summary>
    public static ImmutableArray<Diagnostic> Analyze(string members)
    {
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Snippet",
            [CSharpSyntaxTree.ParseText(
                Surroundings + members + "\n}\n", new CSharpParseOptions(LanguageVersion.Preview), "Snippet.cs")],
            s_references,
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true,
                nullableContextOptions: NullableContextOptions.Enable));
        Assert.That(
            compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error), Is.Empty, members);
        CompilationWithAnalyzersOptions options = new(
            new AnalyzerOptions([]),
            onAnalyzerException: (e, _, _) => throw new InvalidOperationException("the analyzer failed", e),
            concurrentAnalysis: false, logAnalyzerExecutionTime: false);
        return compilation.WithAnalyzers([new OwnershipAnalyzer()], options)
            .GetAnalyzerDiagnosticsAsync().GetAwaiter().GetResult();
    }
}
