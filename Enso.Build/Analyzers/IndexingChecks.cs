using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Enso.Build.Analyzers;

/// <summary>Elements of arrays, spans and strings. Pointers and fixed buffers are indexed unchecked, and
/// allowed.</summary>
internal static class IndexingChecks
{
    /// <summary>Registers the checks.</summary>
    public static void Register(AnalysisContext context)
    {
        LowerDialectAnalyzer.OnOperations(context,
            c => Report(c, ((IArrayElementReferenceOperation)c.Operation).ArrayReference),
            OperationKind.ArrayElementReference);
        LowerDialectAnalyzer.OnOperations(context,
            c => Report(c, ((IImplicitIndexerReferenceOperation)c.Operation).Instance),
            OperationKind.ImplicitIndexerReference);
        LowerDialectAnalyzer.OnOperations(context, CheckInlineArray, OperationKind.InlineArrayAccess);
        LowerDialectAnalyzer.OnOperations(context, CheckProperty, OperationKind.PropertyReference);
        LowerDialectAnalyzer.OnOperations(context, CheckCall, OperationKind.Invocation);
        LowerDialectAnalyzer.OnOperations(context, c => Report(c, c.Operation), OperationKind.ListPattern);
        LowerDialectAnalyzer.OnOperations(context, CheckRange, OperationKind.Range);
    }

    /// <summary>Whether elements of <paramref name="type"/> are reached with a check.</summary>
    public static bool IsIndexed(ITypeSymbol? type) => type is IArrayTypeSymbol
        || type?.SpecialType == SpecialType.System_String
        || type is INamedTypeSymbol { Name: "Span" or "ReadOnlySpan", ContainingNamespace: { Name: "System" } };

    private static void CheckInlineArray(OperationAnalysisContext context)
    {
        // A constant index was checked by the compiler.
        IInlineArrayAccessOperation access = (IInlineArrayAccessOperation)context.Operation;
        if (!access.Argument.ConstantValue.HasValue)
        {
            Report(context, access.Instance);
        }
    }

    private static void CheckProperty(OperationAnalysisContext context)
    {
        IPropertyReferenceOperation reference = (IPropertyReferenceOperation)context.Operation;
        if (reference is { Property: { IsIndexer: true }, Instance: { } instance } && IsIndexed(instance.Type))
        {
            Report(context, instance);
        }
    }

    private static void CheckCall(OperationAnalysisContext context)
    {
        if (context.Operation is IInvocationOperation { TargetMethod: { Name: "Slice" }, Instance: { } instance }
            && IsIndexed(instance.Type))
        {
            Report(context, instance);
        }
    }

    private static void CheckRange(OperationAnalysisContext context)
    {
        if (context.Operation.Parent is not IImplicitIndexerReferenceOperation)
        {
            Report(context, context.Operation);
        }
    }

    private static void Report(OperationAnalysisContext context, IOperation indexed) => LowerDialectAnalyzer.Report(
        context, LowerRules.Indexing, context.Operation, LowerDialectAnalyzer.Text(indexed));
}
