using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Enso.Build.Analyzers;

/// <summary>What a piece of syntax alone, or its type, shows.</summary>
internal static class SyntaxChecks
{
    /// <summary>Registers the checks.</summary>
    public static void Register(AnalysisContext context)
    {
        context.RegisterSyntaxNodeAction(c => Report(c, LowerRules.Query), SyntaxKind.QueryExpression);
        context.RegisterSyntaxNodeAction(CheckYield,
            SyntaxKind.YieldReturnStatement, SyntaxKind.YieldBreakStatement);
        context.RegisterSyntaxNodeAction(CheckDynamic, SyntaxKind.IdentifierName);
        context.RegisterSyntaxNodeAction(CheckStackAllocation,
            SyntaxKind.StackAllocArrayCreationExpression, SyntaxKind.ImplicitStackAllocArrayCreationExpression);
    }

    private static void CheckYield(SyntaxNodeAnalysisContext context)
    {
        // Said once, where the iterator's first yield stands.
        SyntaxNode? body = context.Node.Ancestors().FirstOrDefault(
            n => n is BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax or AccessorDeclarationSyntax);
        SyntaxNode? first = body?.DescendantNodes().FirstOrDefault(n => n is YieldStatementSyntax);
        if (first == context.Node)
        {
            Report(context, LowerRules.StateMachine, LowerDialectAnalyzer.Name(context.ContainingSymbol));
        }
    }

    private static void CheckDynamic(SyntaxNodeAnalysisContext context)
    {
        IdentifierNameSyntax name = (IdentifierNameSyntax)context.Node;
        if (name.Identifier.ValueText == "dynamic"
            && context.SemanticModel.GetSymbolInfo(name, context.CancellationToken).Symbol is IDynamicTypeSymbol)
        {
            Report(context, LowerRules.Dynamic);
        }
    }

    private static void CheckStackAllocation(SyntaxNodeAnalysisContext context)
    {
        TypeInfo type = context.SemanticModel.GetTypeInfo(context.Node, context.CancellationToken);
        if ((type.ConvertedType ?? type.Type)?.TypeKind != TypeKind.Pointer)
        {
            Report(context, LowerRules.StackSpan);
        }
    }

    private static void Report(
        SyntaxNodeAnalysisContext context, DiagnosticDescriptor rule, params object[] arguments) =>
        context.ReportDiagnostic(Diagnostic.Create(rule, context.Node.GetLocation(), arguments));
}
