using System.Collections.Immutable;
using Enso.Queues;
using Enso.Scheduler;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Enso.Tests.Queues.Protocols;

/// <summary>Compiles a use of a session in memory, against the library that the tests run.</summary>
internal static class ProtocolSnippet
{
    private static readonly ImmutableArray<MetadataReference> s_references =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
            .Append(typeof(Sessions).Assembly.Location)
            .Append(typeof(Reactor).Assembly.Location)
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    /// <summary>The errors of a method's body that has a session <c>s</c> of a protocol, from one end's side.</summary>
    public static Diagnostic[] Errors(string protocol, string body) => Compile("", $$"""
        public static async Task Use<TTransport>(Session<{{protocol}}, NoLoop, TTransport> s)
            where TTransport : IMessageTransport
        {
            await Task.Yield();
            {{body}}
        }
        """);

    /// <summary>The same in a task of a reactor.</summary>
    public static Diagnostic[] ErrorsInTask(string protocol, string body) => Compile("using Enso.Scheduler;", $$"""
        public static async ReactorTask Use(TaskContext context, Session<{{protocol}}, NoLoop, TaskTransport> s)
        {
            await context.Yield();
            {{body}}
        }
        """);

    private static Diagnostic[] Compile(string imports, string method) =>
        [.. CSharpCompilation.Create(
            "Snippet",
            [CSharpSyntaxTree.ParseText($$"""
                using System;
                using System.Threading.Tasks;
                using Enso.Queues;
                {{imports}}

                internal static class Snippet
                {
                    {{method}}
                }
                """)],
            s_references,
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable))
            .GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error)];
}
