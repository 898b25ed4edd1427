using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Enso.Queues.Analyzers;

/// <content>Handles: which variable an operation names, and what its uses do.</content>
internal sealed partial class OperationWalk
{
    /// <summary>The operation without the conversions around it.</summary>
    public static IOperation Unwrap(IOperation operation)
    {
        while (operation is IConversionOperation { Operand: { } operand })
        {
            operation = operand;
        }
        return operation;
    }

    /// <summary>The variable that an operation names, if handles in it are followed.</summary>
    private object? KeyOf(IOperation operation) => operation switch
    {
        ILocalReferenceOperation { Local: { RefKind: RefKind.None } local }
            when OwnedSymbols.IsOwned(local.Type) && IsOwn(local) => local,
        IParameterReferenceOperation { Parameter: { } parameter } when State.Has(parameter) => parameter,
        _ => null,
    };

    /// <summary>The variables that an operation may name: several where a conditional expression chooses.</summary>
    private ImmutableArray<object> Resolve(IOperation operation)
    {
        operation = operation is IConversionOperation conversion && OwnedSymbols.IsOwned(conversion.Type)
            ? Unwrap(operation)
            : operation;
        if (operation is IFlowCaptureReferenceOperation { Id: var id })
        {
            ImmutableArray<object> aliases = State.AliasesOf(id);
            return State.Has(id) ? aliases.Add(id) : aliases;
        }
        return KeyOf(operation) is { } variable ? [variable] : [];
    }

    private bool IsOwn(ISymbol symbol) =>
        nested == null || SymbolEqualityComparer.Default.Equals(symbol.ContainingSymbol, nested);

    /// <summary>Whether it is a variable of a function that the walked one is inside. A parameter of a
    /// primary constructor is none: it is a field.</summary>
    private bool IsOfFunctionAround(ISymbol variable)
    {
        ISymbol? around = nested?.ContainingSymbol;
        while (around != null && !SymbolEqualityComparer.Default.Equals(around, variable.ContainingSymbol))
        {
            around = around.ContainingSymbol;
        }
        return around != null;
    }

    private void Use(IOperation operation)
    {
        RefuseCaptured(operation);
        foreach (object variable in Resolve(operation))
        {
            VariableState state = State[variable];
            if ((state.Holding & Holding.Given) != 0)
            {
                ReportGiven(state, variable, operation.Syntax, how: null);
                // What follows on this path is no news.
                State = State.Set(variable, VariableState.Of(Holding.Unknown, null));
            }
            else if (variable is CaptureId && state.Holding == Holding.Owned)
            {
                State = State.Set(variable, VariableState.Of(Holding.Unknown, null));
            }
        }
    }

    private void Give(object variable, IOperation value, string how, SyntaxNode at, bool surely)
    {
        VariableState state = State[variable];
        if ((state.Holding & Holding.Given) != 0)
        {
            bool isTransfer = how.StartsWith("sent") || how.StartsWith("disposed");
            ReportGiven(state, variable, isTransfer ? at : value.Syntax, isTransfer ? how : null);
        }
        if ((state.Holding & Holding.Lent) != 0)
        {
            Report(OwnershipRules.Lent, value.Syntax, NameOf(variable, value.Syntax), how);
        }
        State = State.Set(variable, state.GivenAt(at, how, surely));
    }

    /// <summary>Reports that a message is used that was given away.</summary>
    private void ReportGiven(VariableState state, object variable, SyntaxNode at, string? how)
    {
        SyntaxNode given = state.Given!;
        string name = NameOf(variable, at);
        string was = (state.Holding & ~Holding.Empty) == Holding.Given ? "was" : "may have been";
        string turn = given.SpanStart >= at.SpanStart && how != "disposed by its 'using'"
            ? " in an earlier turn of the loop"
            : "";
        int line = Findings.LineOf(given);
        if (state.How.StartsWith("copied") || state.How is "stored" or "converted")
        {
            Report(OwnershipRules.Copy, at, name, was, state.How, line, turn);
        }
        else if (how != null)
        {
            Report(OwnershipRules.DoubleSend, at, name, was, state.How, line, turn, how);
        }
        else
        {
            Report(OwnershipRules.UseAfterSend, at, name, was, state.How, line, turn);
        }
    }

    /// <summary>The state of a variable that is assigned a new value.</summary>
    private VariableState Made(IOperation value)
    {
        Visit(value);
        IOperation source = Unwrap(value);
        if (source is IDefaultValueOperation or IObjectCreationOperation { Arguments.Length: 0 })
        {
            return VariableState.Empty;
        }
        if (source is IFlowCaptureReferenceOperation)
        {
            return VariableState.Of(Holding.Owned, value.Syntax);
        }
        return VariableState.Of(Makes(source) ? Holding.Owned : Holding.Unknown, value.Syntax);
    }

    /// <summary>Whether the operation makes a message this method's: it is the result of a call, or what a loop is
    /// over.</summary>
    private static bool Makes(IOperation source) => OwnedSymbols.IsOwned(source.Type) && source switch
    {
        IInvocationOperation call => !call.TargetMethod.ReturnsByRef && !call.TargetMethod.ReturnsByRefReadonly,
        IAwaitOperation => true,
        IPropertyReferenceOperation { Property: { Name: "Current" } current, IsImplicit: true } =>
            !IsCollection(current.ContainingType),
        _ => false,
    };

    /// <summary>Whether it goes over a collection of the class library, which keeps the handles that it
    /// holds.</summary>
    private static bool IsCollection(INamedTypeSymbol enumerator) =>
        enumerator.TypeKind != TypeKind.Interface
        && enumerator.ContainingNamespace.ToDisplayString().StartsWith("System");

    /// <summary>Reports the message that an operation makes, which nothing keeps.</summary>
    private void Lose(IOperation operation)
    {
        IOperation source = Unwrap(operation);
        if (Makes(source))
        {
            string text = source.Syntax.ToString().Split('\n')[0].TrimEnd();
            Report(
                OwnershipRules.Leak, source.Syntax, text, "and kept nowhere", Findings.LineOf(source.Syntax));
        }
    }

    private void RefuseCaptured(IOperation operation)
    {
        ISymbol? symbol = operation switch
        {
            ILocalReferenceOperation { Local: var local } when OwnedSymbols.IsOwned(local.Type) => local,
            IParameterReferenceOperation { Parameter: var parameter } when OwnedSymbols.IsOwned(parameter.Type) =>
                parameter,
            _ => null,
        };
        if (symbol != null && IsOfFunctionAround(symbol))
        {
            Report(
                OwnershipRules.Untracked, operation.Syntax, symbol.Name,
                nested!.MethodKind == MethodKind.LocalFunction
                    ? $"captured by the local function '{nested.Name}'"
                    : "captured by a lambda");
        }
    }

    private void Refuse(IOperation place, string what)
    {
        Use(place);
        Report(OwnershipRules.Untracked, place.Syntax, place.Syntax.ToString(), what);
    }

    private void Report(DiagnosticDescriptor rule, SyntaxNode at, string variable, params object[] words)
    {
        if (Reports)
        {
            findings.Add(rule, at, variable, words);
        }
    }

    private static string NameOf(object variable, SyntaxNode at) =>
        variable is ISymbol symbol ? symbol.Name : at.ToString().Split('\n')[0].TrimEnd();
}
