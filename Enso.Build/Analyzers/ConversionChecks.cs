using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Enso.Build.Analyzers;

/// <summary>Boxing, casts that look at an object's type, checked arithmetic.</summary>
internal static class ConversionChecks
{
    /// <summary>Registers the checks.</summary>
    public static void Register(AnalysisContext context)
    {
        LowerDialectAnalyzer.OnOperations(context, CheckConversion, OperationKind.Conversion);
        LowerDialectAnalyzer.OnOperations(context, CheckTypeTest,
            OperationKind.IsType, OperationKind.TypePattern, OperationKind.DeclarationPattern,
            OperationKind.RecursivePattern);
        LowerDialectAnalyzer.OnOperations(context, CheckArithmetic,
            OperationKind.Binary, OperationKind.Unary, OperationKind.CompoundAssignment,
            OperationKind.Increment, OperationKind.Decrement);
    }

    private static void CheckConversion(OperationAnalysisContext context)
    {
        IConversionOperation operation = (IConversionOperation)context.Operation;
        Conversion conversion = operation.GetConversion();
        if (conversion.IsBoxing)
        {
            // What is appended to a string is reported as the string that is built.
            if (operation.Parent is IBinaryOperation { Type: { SpecialType: SpecialType.System_String } })
            {
                return;
            }
            LowerDialectAnalyzer.Report(
                context, LowerRules.Boxing, operation, LowerDialectAnalyzer.Text(operation.Operand));
        }
        else if (conversion.IsUnboxing || (conversion.IsReference && conversion.IsExplicit)
            || (operation.IsTryCast && !conversion.IsIdentity && !conversion.IsImplicit)
            || IsNullableToValue(operation, conversion))
        {
            LowerDialectAnalyzer.Report(
                context, LowerRules.Cast, operation, LowerDialectAnalyzer.Text(operation));
        }
        else if (operation.IsChecked && conversion.IsNumeric)
        {
            LowerDialectAnalyzer.Report(context, LowerRules.Checked, operation);
        }
        else if (CallChecks.IsDecimal(operation) || CallChecks.IsDecimal(operation.Operand))
        {
            LowerDialectAnalyzer.Report(context, LowerRules.Library, operation, "decimal");
        }
        else if (operation.OperatorMethod is { } method && operation.Parent is not IRangeOperation)
        {
            CallChecks.CheckLibrary(context, method, operation);
        }
    }

    private static bool IsNullableToValue(IConversionOperation operation, Conversion conversion) =>
        conversion.IsNullable && conversion.IsExplicit
        && operation.Operand.Type?.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T
        && operation.Type?.OriginalDefinition.SpecialType != SpecialType.System_Nullable_T;

    private static void CheckTypeTest(OperationAnalysisContext context)
    {
        (ITypeSymbol? from, ITypeSymbol? to) = context.Operation switch
        {
            IIsTypeOperation test => (test.ValueOperand.Type, test.TypeOperand),
            IPatternOperation pattern => (pattern.InputType, pattern.NarrowedType),
            _ => (null, null),
        };
        // A pattern that every value but null has is a comparison with null; Nullable is taken apart in place.
        bool same = SymbolEqualityComparer.Default.Equals(from, to)
            || from is INamedTypeSymbol { OriginalDefinition: { SpecialType: SpecialType.System_Nullable_T } };
        if (!same)
        {
            LowerDialectAnalyzer.Report(
                context, LowerRules.Cast, context.Operation, LowerDialectAnalyzer.Text(context.Operation));
        }
    }

    private static void CheckArithmetic(OperationAnalysisContext context)
    {
        bool isChecked = context.Operation switch
        {
            IBinaryOperation binary => binary.IsChecked,
            IUnaryOperation unary => unary.IsChecked,
            ICompoundAssignmentOperation assignment => assignment.IsChecked,
            IIncrementOrDecrementOperation step => step.IsChecked,
            _ => false,
        };
        if (isChecked)
        {
            LowerDialectAnalyzer.Report(context, LowerRules.Checked, context.Operation);
        }
    }
}
