using System.Linq;
using System.Reflection.Metadata;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Enso.Build.Analyzers;

/// <summary>Calls: how they are bound, and what of the class library they reach.</summary>
internal static class CallChecks
{
    /// <summary>Registers the checks.</summary>
    public static void Register(AnalysisContext context)
    {
        LowerDialectAnalyzer.OnOperations(context, CheckInvocation, OperationKind.Invocation);
        LowerDialectAnalyzer.OnOperations(context, CheckPointer, OperationKind.FunctionPointerInvocation);
        LowerDialectAnalyzer.OnOperations(context, CheckProperty, OperationKind.PropertyReference);
        LowerDialectAnalyzer.OnOperations(context, CheckField, OperationKind.FieldReference);
        LowerDialectAnalyzer.OnOperations(context, CheckConstructor, OperationKind.ObjectCreation);
        LowerDialectAnalyzer.OnOperations(context, CheckAddress, OperationKind.MethodReference);
        LowerDialectAnalyzer.OnOperations(context, CheckOperator,
            OperationKind.Binary, OperationKind.Unary, OperationKind.CompoundAssignment,
            OperationKind.Increment, OperationKind.Decrement);
        LowerDialectAnalyzer.OnOperations(context, CheckTextComparison,
            OperationKind.ConstantPattern, OperationKind.CaseClause);
    }

    /// <summary>Whether it is a decimal number, whose arithmetic is the class library's though it looks built
    /// in.</summary>
    public static bool IsDecimal(IOperation operation) => operation.Type?.SpecialType == SpecialType.System_Decimal;

    /// <summary>Reports a member of another assembly that is not on the list.</summary>
    public static void CheckLibrary(OperationAnalysisContext context, ISymbol member, IOperation place)
    {
        ISymbol original = member.OriginalDefinition;
        bool own = SymbolEqualityComparer.Default.Equals(
            original.ContainingAssembly, context.Compilation.Assembly);
        if (!own && !AllowedLibrary.Contains(original))
        {
            LowerDialectAnalyzer.Report(context, LowerRules.Library, place,
                LowerDialectAnalyzer.Name(original.ContainingType) + "." + original.Name);
        }
    }

    private static void CheckInvocation(OperationAnalysisContext context)
    {
        IInvocationOperation call = (IInvocationOperation)context.Operation;
        IMethodSymbol method = call.TargetMethod;
        if (method.MethodKind == MethodKind.DelegateInvoke)
        {
            LowerDialectAnalyzer.Report(context, LowerRules.Delegate, call, LowerDialectAnalyzer.Text(call));
        }
        else if (!CheckDispatch(context, method, call.Instance, call.IsVirtual)
            && !(method.Name == "Slice" && IndexingChecks.IsIndexed(call.Instance?.Type)))
        {
            // An interface that constrains a structure is bound when the structure is known: the walk sees to
            // what.
            if (method.ContainingType.TypeKind != TypeKind.Interface)
            {
                CheckLibrary(context, method, call);
            }
            CheckTypeArguments(context, method, call);
        }
    }

    private static void CheckProperty(OperationAnalysisContext context)
    {
        IPropertyReferenceOperation reference = (IPropertyReferenceOperation)context.Operation;
        IPropertySymbol property = reference.Property;
        bool isVirtual = property.IsVirtual || property.IsAbstract || property.IsOverride;
        if (!CheckDispatch(context, property, reference.Instance, isVirtual)
            && !(property.IsIndexer && IndexingChecks.IsIndexed(reference.Instance?.Type))
            && property.ContainingType.TypeKind != TypeKind.Interface)
        {
            CheckLibrary(context, property, reference);
        }
    }

    /// <summary>Reports a call whose target is known only at run time, or that boxes what it is called
    /// on.</summary>
    private static bool CheckDispatch(
        OperationAnalysisContext context, ISymbol member, IOperation? instance, bool isVirtual)
    {
        if (instance?.Type is not { } type)
        {
            return false;
        }
        if (type.TypeKind == TypeKind.Interface || (member.ContainingType.TypeKind == TypeKind.Interface
            && type is ITypeParameterSymbol { IsValueType: false }))
        {
            LowerDialectAnalyzer.Report(
                context, LowerRules.Interface, context.Operation, LowerDialectAnalyzer.Name(member));
            return true;
        }
        // A structure's own override is called directly; what it inherits wants an object.
        bool inherited = member.ContainingType.SpecialType
            is SpecialType.System_Object or SpecialType.System_ValueType or SpecialType.System_Enum;
        if (inherited && type is { IsValueType: true } or ITypeParameterSymbol)
        {
            LowerDialectAnalyzer.Report(
                context, LowerRules.Boxing, context.Operation, LowerDialectAnalyzer.Text(instance));
            return true;
        }
        if (isVirtual && type.IsReferenceType)
        {
            LowerDialectAnalyzer.Report(
                context, LowerRules.Virtual, context.Operation, LowerDialectAnalyzer.Name(member));
            return true;
        }
        return false;
    }

    private static void CheckTypeArguments(
        OperationAnalysisContext context, IMethodSymbol method, IInvocationOperation call)
    {
        bool shared = method.TypeArguments.Concat(method.ContainingType.TypeArguments).Any(
            t => !t.IsValueType && t.TypeKind is not (TypeKind.Pointer or TypeKind.FunctionPointer));
        if (shared)
        {
            LowerDialectAnalyzer.Report(
                context, LowerRules.SharedGeneric, call, LowerDialectAnalyzer.Name(method));
        }
    }

    private static void CheckPointer(OperationAnalysisContext context)
    {
        IFunctionPointerInvocationOperation call = (IFunctionPointerInvocationOperation)context.Operation;
        if (call.GetFunctionPointerSignature().CallingConvention != SignatureCallingConvention.Default)
        {
            LowerDialectAnalyzer.Report(context, LowerRules.UnmanagedPointer, call);
        }
    }

    private static void CheckField(OperationAnalysisContext context)
    {
        IFieldReferenceOperation reference = (IFieldReferenceOperation)context.Operation;
        CheckLibrary(context, reference.Field, reference);
    }

    private static void CheckConstructor(OperationAnalysisContext context)
    {
        // A class's is reported as the object, and a structure's default has no code.
        if (context.Operation is IObjectCreationOperation
            { Type: { IsValueType: true }, Constructor: { IsImplicitlyDeclared: false } constructor })
        {
            CheckLibrary(context, constructor, context.Operation);
        }
    }

    private static void CheckAddress(OperationAnalysisContext context)
    {
        IMethodReferenceOperation reference = (IMethodReferenceOperation)context.Operation;
        if (reference.Parent is not IDelegateCreationOperation)
        {
            CheckLibrary(context, reference.Method, reference);
        }
    }

    private static void CheckOperator(OperationAnalysisContext context)
    {
        IMethodSymbol? method = context.Operation switch
        {
            IBinaryOperation binary => binary.OperatorMethod,
            IUnaryOperation unary => unary.OperatorMethod,
            ICompoundAssignmentOperation assignment => assignment.OperatorMethod,
            IIncrementOrDecrementOperation step => step.OperatorMethod,
            _ => null,
        };
        if (context.Operation is IBinaryOperation comparison && IsTextComparison(comparison))
        {
            LowerDialectAnalyzer.Report(context, LowerRules.Library, comparison, "string.op_Equality");
        }
        else if (IsDecimal(context.Operation) || context.Operation.ChildOperations.Any(IsDecimal))
        {
            LowerDialectAnalyzer.Report(context, LowerRules.Library, context.Operation, "decimal");
        }
        else if (method != null && method.ContainingType.SpecialType != SpecialType.System_String)
        {
            CheckLibrary(context, method, context.Operation);
        }
    }

    private static bool IsTextComparison(IBinaryOperation operation) =>
        operation.OperatorKind is BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals
        && IsText(operation.LeftOperand) && IsText(operation.RightOperand);

    private static void CheckTextComparison(OperationAnalysisContext context)
    {
        IOperation? value = context.Operation switch
        {
            IConstantPatternOperation pattern => pattern.Value,
            ISingleValueCaseClauseOperation clause => clause.Value,
            _ => null,
        };
        if (value != null && IsText(value))
        {
            LowerDialectAnalyzer.Report(context, LowerRules.Library, context.Operation, "string.op_Equality");
        }
    }

    /// <summary>Whether it is a string, and not the constant null, which is compared as an address.</summary>
    private static bool IsText(IOperation operation) =>
        operation.Type?.SpecialType == SpecialType.System_String
        && operation.ConstantValue is not { HasValue: true, Value: null };
}
