using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Enso.Build.Analyzers;

/// <summary>Types, statics and methods that lower code may not declare.</summary>
internal static class DeclarationChecks
{
    /// <summary>Registers the checks.</summary>
    public static void Register(AnalysisContext context)
    {
        context.RegisterSymbolAction(CheckType, SymbolKind.NamedType);
        context.RegisterSymbolAction(CheckMethod, SymbolKind.Method);
        context.RegisterSyntaxNodeAction(CheckLocalFunction, SyntaxKind.LocalFunctionStatement);
    }

    private static void CheckType(SymbolAnalysisContext context)
    {
        INamedTypeSymbol type = (INamedTypeSymbol)context.Symbol;
        if (LowerDialectAnalyzer.IsAttributeClass(type))
        {
            return;
        }
        string name = LowerDialectAnalyzer.Name(type);
        if (type.IsRecord)
        {
            Report(context, LowerRules.Record, type, name);
        }
        else if (type.TypeKind == TypeKind.Class && !type.IsStatic)
        {
            Report(context, LowerRules.Class, type, name);
        }
        else if (type.TypeKind == TypeKind.Delegate)
        {
            Report(context, LowerRules.Delegate, type, name);
        }
        foreach (IFieldSymbol field in type.GetMembers().OfType<IFieldSymbol>())
        {
            if (field.IsStatic && !field.IsConst)
            {
                CheckStatic(context, field);
            }
        }
    }

    private static void CheckStatic(SymbolAnalysisContext context, IFieldSymbol field)
    {
        // The field behind a property is reported as the property.
        ISymbol shown = field.AssociatedSymbol ?? field;
        if (!field.Type.IsUnmanagedType)
        {
            Report(context, LowerRules.ManagedStatic, shown, shown.Name);
        }
        if (field.GetAttributes().Any(a => a.AttributeClass?.Name == "ThreadStaticAttribute"))
        {
            Report(context, LowerRules.ThreadStatic, shown, shown.Name);
        }
        foreach (SyntaxReference reference in shown.DeclaringSyntaxReferences)
        {
            EqualsValueClauseSyntax? value = reference.GetSyntax(context.CancellationToken) switch
            {
                VariableDeclaratorSyntax variable => variable.Initializer,
                PropertyDeclarationSyntax property => property.Initializer,
                _ => null,
            };
            if (value != null)
            {
                context.ReportDiagnostic(
                    Diagnostic.Create(LowerRules.Initialiser, value.GetLocation(), shown.Name));
            }
        }
    }

    private static void CheckMethod(SymbolAnalysisContext context)
    {
        IMethodSymbol method = (IMethodSymbol)context.Symbol;
        if (LowerDialectAnalyzer.IsAttributeClass(method))
        {
            return;
        }
        if (method.MethodKind == MethodKind.StaticConstructor && !method.IsImplicitlyDeclared)
        {
            Report(context, LowerRules.StaticConstructor, method, LowerDialectAnalyzer.Name(method));
        }
        CheckMethod(method, d => context.ReportDiagnostic(d));
    }

    private static void CheckLocalFunction(SyntaxNodeAnalysisContext context)
    {
        ISymbol? function = context.SemanticModel.GetDeclaredSymbol(context.Node, context.CancellationToken);
        if (function is IMethodSymbol method)
        {
            CheckMethod(method, context.ReportDiagnostic);
        }
    }

    private static void CheckMethod(IMethodSymbol method, System.Action<Diagnostic> report)
    {
        void Found(DiagnosticDescriptor rule) => report(Diagnostic.Create(
            rule, method.Locations.FirstOrDefault() ?? Location.None, LowerDialectAnalyzer.Name(method)));

        if (method.IsAsync)
        {
            Found(LowerRules.StateMachine);
        }
        if (Has(method, "ModuleInitializerAttribute"))
        {
            Found(LowerRules.StaticConstructor);
        }
        if (Has(method, "UnmanagedCallersOnlyAttribute"))
        {
            Found(LowerRules.UnmanagedCallersOnly);
        }
        bool bound = method.IsExtern && Has(method, "RuntimeImportAttribute");
        if ((method.IsExtern && !bound) || Has(method, "LibraryImportAttribute"))
        {
            Found(LowerRules.PlatformInvoke);
        }
    }

    private static bool Has(ISymbol symbol, string attribute) =>
        symbol.GetAttributes().Any(a => a.AttributeClass?.Name == attribute);

    private static void Report(
        SymbolAnalysisContext context, DiagnosticDescriptor rule, ISymbol symbol, string name) =>
        context.ReportDiagnostic(Diagnostic.Create(rule, symbol.Locations.FirstOrDefault() ?? Location.None, name));
}
