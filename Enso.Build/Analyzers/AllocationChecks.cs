using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Enso.Build.Analyzers;

/// <summary>Objects: instances of classes, arrays, delegates, strings.</summary>
internal static class AllocationChecks
{
    /// <summary>Registers the checks.</summary>
    public static void Register(AnalysisContext context)
    {
        LowerDialectAnalyzer.OnOperations(context, CheckObject,
            OperationKind.ObjectCreation, OperationKind.TypeParameterObjectCreation,
            OperationKind.AnonymousObjectCreation, OperationKind.With);
        LowerDialectAnalyzer.OnOperations(context, CheckArray, OperationKind.ArrayCreation);
        LowerDialectAnalyzer.OnOperations(context, CheckCollection, OperationKind.CollectionExpression);
        LowerDialectAnalyzer.OnOperations(context, CheckDelegate,
            OperationKind.DelegateCreation, OperationKind.EventReference);
        LowerDialectAnalyzer.OnOperations(context, CheckFunction, OperationKind.AnonymousFunction);
        LowerDialectAnalyzer.OnOperations(context, CheckInterpolation, OperationKind.InterpolatedString);
        LowerDialectAnalyzer.OnOperations(context, CheckHandler,
            OperationKind.InterpolatedStringHandlerCreation);
        LowerDialectAnalyzer.OnOperations(context, CheckConcatenation,
            OperationKind.Binary, OperationKind.CompoundAssignment);
        LowerDialectAnalyzer.OnOperations(context, CheckTypeOf, OperationKind.TypeOf);
    }

    private static void CheckObject(OperationAnalysisContext context)
    {
        // An exception that is thrown is reported as that.
        IOperation operation = context.Operation;
        bool thrown = operation.Parent is IThrowOperation or IConversionOperation { Parent: IThrowOperation };
        bool parameter = operation is ITypeParameterObjectCreationOperation;
        if (!thrown && (parameter || operation.Type is { IsReferenceType: true }))
        {
            LowerDialectAnalyzer.Report(context, LowerRules.Object, operation, LowerDialectAnalyzer.Text(operation));
        }
    }

    private static void CheckArray(OperationAnalysisContext context)
    {
        IArrayCreationOperation array = (IArrayCreationOperation)context.Operation;
        if (!IsData(array))
        {
            LowerDialectAnalyzer.Report(context, LowerRules.Array, array, LowerDialectAnalyzer.Text(array));
        }
    }

    /// <summary>Whether the compiler puts the array into the image and makes a span of it without an array:
    /// one of constants that is converted to ReadOnlySpan where it stands.</summary>
    private static bool IsData(IArrayCreationOperation array) =>
        array.Parent is IConversionOperation { Type: { } target } && IsReadOnlySpan(target)
        && array.Initializer is { } initializer
        && initializer.ElementValues.All(v => v.ConstantValue.HasValue);

    private static void CheckCollection(OperationAnalysisContext context)
    {
        ICollectionExpressionOperation collection = (ICollectionExpressionOperation)context.Operation;
        bool data = collection.Type is { } type && IsReadOnlySpan(type)
            && collection.Elements.All(e => e.ConstantValue.HasValue
                || e is IConversionOperation { Operand: { ConstantValue: { HasValue: true } } });
        if (!data)
        {
            LowerDialectAnalyzer.Report(
                context, LowerRules.Array, collection, LowerDialectAnalyzer.Text(collection));
        }
    }

    /// <summary>Whether it is a span of a type that data in the image can be of.</summary>
    private static bool IsReadOnlySpan(ITypeSymbol type) =>
        type is INamedTypeSymbol { Name: "ReadOnlySpan", ContainingNamespace: { Name: "System" } } span
        && span.TypeArguments.Length == 1
        && span.TypeArguments[0] is { IsUnmanagedType: true, SpecialType: not SpecialType.None };

    private static void CheckDelegate(OperationAnalysisContext context)
    {
        // A lambda is reported as such, below.
        if (context.Operation is not IDelegateCreationOperation { Target: IAnonymousFunctionOperation })
        {
            LowerDialectAnalyzer.Report(
                context, LowerRules.Delegate, context.Operation, LowerDialectAnalyzer.Text(context.Operation));
        }
    }

    private static void CheckFunction(OperationAnalysisContext context) => LowerDialectAnalyzer.Report(
        context, LowerRules.Delegate, context.Operation, LowerDialectAnalyzer.Text(context.Operation));

    private static void CheckInterpolation(OperationAnalysisContext context)
    {
        IOperation? user = context.Operation.Parent;
        while (user is IInterpolatedStringAdditionOperation)
        {
            user = user.Parent;
        }
        if (user is not IInterpolatedStringHandlerCreationOperation)
        {
            LowerDialectAnalyzer.Report(context, LowerRules.Text, context.Operation);
        }
    }

    private static void CheckHandler(OperationAnalysisContext context)
    {
        ITypeSymbol? type = context.Operation.Type;
        bool own = SymbolEqualityComparer.Default.Equals(type?.ContainingAssembly, context.Compilation.Assembly);
        if (!own || type is { IsReferenceType: true })
        {
            LowerDialectAnalyzer.Report(context, LowerRules.Text, context.Operation);
        }
    }

    private static void CheckConcatenation(OperationAnalysisContext context)
    {
        bool adds = context.Operation is IBinaryOperation { OperatorKind: BinaryOperatorKind.Add }
            or ICompoundAssignmentOperation { OperatorKind: BinaryOperatorKind.Add };
        // The outermost of several additions stands for all.
        bool inner = context.Operation.Parent
            is IBinaryOperation { Type: { SpecialType: SpecialType.System_String } };
        if (adds && !inner && context.Operation.Type?.SpecialType == SpecialType.System_String)
        {
            LowerDialectAnalyzer.Report(context, LowerRules.Text, context.Operation);
        }
    }

    private static void CheckTypeOf(OperationAnalysisContext context) => LowerDialectAnalyzer.Report(
        context, LowerRules.TypeObject, context.Operation, LowerDialectAnalyzer.Text(context.Operation));
}
