using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Enso.Build.Analyzers;

/// <summary>Holds a project to the lower dialect (CONTRIBUTING.md, "The two dialects"): what would allocate,
/// throw, need the runtime or an initialiser is an error where it is written. A project becomes lower by
/// referencing this analyzer.</summary>
/// <remarks>Attribute classes are exempt: they exist as metadata and are never made inside the kernel. So are
/// generated files. What the compiler makes of the code that passes is checked once more in the linked image
/// (<c>Enso.Build/Walking</c>).</remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LowerDialectAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => LowerRules.All;

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        DeclarationChecks.Register(context);
        SyntaxChecks.Register(context);
        AllocationChecks.Register(context);
        ControlFlowChecks.Register(context);
        ConversionChecks.Register(context);
        IndexingChecks.Register(context);
        CallChecks.Register(context);
    }

    /// <summary>Whether the operation needs no word of its own: it never runs in the kernel (an attribute's
    /// arguments, the body of an attribute class), or it is part of a query, which is reported
    /// whole.</summary>
    private static bool IsExempt(OperationAnalysisContext context)
    {
        if (IsAttributeClass(context.ContainingSymbol))
        {
            return true;
        }
        for (IOperation? at = context.Operation; at != null; at = at.Parent)
        {
            if (at.Kind is OperationKind.Attribute or OperationKind.TranslatedQuery)
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>Whether <paramref name="symbol"/> is a class derived from <see cref="System.Attribute"/>, or
    /// a member of one.</summary>
    internal static bool IsAttributeClass(ISymbol symbol)
    {
        for (ITypeSymbol? type = symbol as ITypeSymbol ?? symbol.ContainingType; type != null; type = type.BaseType)
        {
            if (type is { Name: "Attribute", ContainingNamespace: { Name: "System" } })
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>Calls <paramref name="check"/> for operations of the given kinds that run in the kernel and
    /// whose value is not known when compiling.</summary>
    internal static void OnOperations(
        AnalysisContext context, System.Action<OperationAnalysisContext> check, params OperationKind[] kinds) =>
        context.RegisterOperationAction(
            found =>
            {
                if (!found.Operation.ConstantValue.HasValue && !IsExempt(found))
                {
                    check(found);
                }
            },
            kinds);

    /// <summary>Reports an operation.</summary>
    internal static void Report(
        OperationAnalysisContext context, DiagnosticDescriptor rule, IOperation operation,
        params object?[] arguments) =>
        context.ReportDiagnostic(Diagnostic.Create(rule, operation.Syntax.GetLocation(), arguments));

    /// <summary>How a symbol is named in a message.</summary>
    internal static string Name(ISymbol? symbol) =>
        symbol?.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat) ?? "?";

    /// <summary>How a piece of code is named in a message: as it is written, shortened.</summary>
    internal static string Text(IOperation operation)
    {
        const int limit = 40;
        string text = operation.Syntax.ToString();
        int line = text.IndexOf('\n');
        text = line < 0 ? text : text.Substring(0, line).TrimEnd();
        return text.Length <= limit ? text : text.Substring(0, limit) + "...";
    }
}
