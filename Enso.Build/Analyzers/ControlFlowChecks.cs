using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Enso.Build.Analyzers;

/// <summary>Exceptions, locks and loops over what must be enumerated.</summary>
internal static class ControlFlowChecks
{
    /// <summary>Registers the checks.</summary>
    public static void Register(AnalysisContext context)
    {
        LowerDialectAnalyzer.OnOperations(context,
            c => LowerDialectAnalyzer.Report(c, LowerRules.Throw, c.Operation, "Lower code throws nothing"),
            OperationKind.Throw);
        LowerDialectAnalyzer.OnOperations(context,
            c => LowerDialectAnalyzer.Report(c, LowerRules.Catch, c.Operation), OperationKind.CatchClause);
        LowerDialectAnalyzer.OnOperations(context,
            c => LowerDialectAnalyzer.Report(c, LowerRules.Lock, c.Operation), OperationKind.Lock);
        LowerDialectAnalyzer.OnOperations(context, CheckSwitch, OperationKind.SwitchExpression);
        LowerDialectAnalyzer.OnOperations(context, CheckUsing,
            OperationKind.Using, OperationKind.UsingDeclaration);
        LowerDialectAnalyzer.OnOperations(context, CheckLoop, OperationKind.Loop);
    }

    private static void CheckSwitch(OperationAnalysisContext context)
    {
        if (!((ISwitchExpressionOperation)context.Operation).IsExhaustive)
        {
            LowerDialectAnalyzer.Report(context, LowerRules.Throw, context.Operation,
                "This switch throws for values that no arm takes: add the arm '_'");
        }
    }

    private static void CheckUsing(OperationAnalysisContext context)
    {
        ITypeSymbol? type = context.Operation switch
        {
            IUsingOperation { Resources: IVariableDeclarationGroupOperation group } => TypeOf(group),
            IUsingOperation { Resources: var value } => value.Type,
            IUsingDeclarationOperation declaration => TypeOf(declaration.DeclarationGroup),
            _ => null,
        };
        if (type is not { IsValueType: true })
        {
            LowerDialectAnalyzer.Report(context, LowerRules.Interface, context.Operation, "Dispose");
        }
    }

    private static ITypeSymbol? TypeOf(IVariableDeclarationGroupOperation group) =>
        group.Declarations.SelectMany(d => d.Declarators).FirstOrDefault()?.Symbol.Type;

    private static void CheckLoop(OperationAnalysisContext context)
    {
        if (context.Operation is not IForEachLoopOperation { Syntax: CommonForEachStatementSyntax syntax } loop)
        {
            return;
        }
        IOperation collection = loop.Collection;
        while (collection is IConversionOperation { IsImplicit: true } conversion)
        {
            collection = conversion.Operand;
        }
        if (IndexingChecks.IsIndexed(collection.Type))
        {
            LowerDialectAnalyzer.Report(
                context, LowerRules.Indexing, collection, LowerDialectAnalyzer.Text(collection));
            return;
        }
        ForEachStatementInfo info = loop.SemanticModel!.GetForEachStatementInfo(syntax);
        foreach (IMethodSymbol? method in new[]
            { info.GetEnumeratorMethod, info.MoveNextMethod, info.CurrentProperty?.GetMethod })
        {
            if (method == null)
            {
                continue;
            }
            if (method.ContainingType.TypeKind == TypeKind.Interface || method.ContainingType.IsReferenceType)
            {
                LowerDialectAnalyzer.Report(
                    context, LowerRules.Interface, collection, LowerDialectAnalyzer.Name(method));
                return;
            }
            CallChecks.CheckLibrary(context, method, collection);
        }
    }
}
