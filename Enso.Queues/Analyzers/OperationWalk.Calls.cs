using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Enso.Queues.Analyzers;

/// <content>Calls: who takes, who is lent, who gives.</content>
internal sealed partial class OperationWalk
{
    private void Call(
        IOperation call, IMethodSymbol? method, IOperation? instance, ImmutableArray<IArgumentOperation> arguments)
    {
        bool takesHandle = instance != null && TakesHandle(method, instance);
        if (!takesHandle)
        {
            Visit(instance);
            if (instance != null && OwnedSymbols.IsOwned(instance.Type))
            {
                Lose(instance);
            }
        }
        // All arguments are computed before any changes hands.
        foreach (IArgumentOperation argument in arguments.Where(a => !ChangesHands(a)))
        {
            Lend(argument);
        }
        _answers[call] = [];
        foreach (IArgumentOperation argument in arguments.Where(ChangesHands))
        {
            Hand(argument, call);
        }
        foreach (IArgumentOperation argument in arguments.Where(a => a.Parameter?.RefKind == RefKind.Out))
        {
            Receive(argument, call, method);
        }
        if (takesHandle)
        {
            string how = method!.Name != "Dispose" ? "sent" : call.IsImplicit ? "disposed by its 'using'" : "disposed";
            Consume(Unwrap(instance!), how, call.Syntax);
        }
    }

    private static bool ChangesHands(IArgumentOperation argument) =>
        argument.Parameter is { RefKind: RefKind.None or RefKind.In } parameter
        && OwnedSymbols.IsOwned(Unwrap(argument.Value).Type)
        && (OwnedSymbols.TakesOwnership(parameter) || OwnedSymbols.TakesOwnershipWhen(parameter) != null);

    /// <summary>Whether the call takes the handle that it is made on. A using statement disposes by the
    /// interface.</summary>
    public static bool TakesHandle(IMethodSymbol? method, IOperation instance) =>
        OwnedSymbols.IsOwned(Unwrap(instance).Type)
        && (OwnedSymbols.TakesOwnership(method)
            || method is { Name: "Dispose", ContainingType.SpecialType: SpecialType.System_IDisposable });

    /// <summary>An argument that the callee uses during the call only.</summary>
    private void Lend(IArgumentOperation argument)
    {
        if (argument.Parameter?.RefKind == RefKind.Out)
        {
            return;
        }
        if (argument.Parameter?.RefKind == RefKind.Ref && !Resolve(argument.Value).IsEmpty)
        {
            Refuse(argument.Value, "passed by reference");
            return;
        }
        Visit(argument.Value);
    }

    /// <summary>An argument that changes hands, always or by what the call returns.</summary>
    private void Hand(IArgumentOperation argument, IOperation call)
    {
        if (OwnedSymbols.TakesOwnershipWhen(argument.Parameter) is not { } returned
            || OwnedSymbols.TakesOwnership(argument.Parameter))
        {
            Consume(argument.Value, "sent", argument.Syntax);
            return;
        }
        ImmutableArray<object> variables = Resolve(argument.Value);
        if (variables.Length != 1)
        {
            Visit(argument.Value);
            foreach (object each in variables)
            {
                Give(each, argument.Value, "sent", argument.Syntax, surely: false);
            }
            return;
        }
        object variable = variables[0];
        VariableState kept = State[variable];
        Give(variable, argument.Value, "sent", argument.Syntax, surely: true);
        VariableState taken = State[variable];
        Condition answer = returned ? new(variable, taken, kept) : new(variable, kept, taken);
        State = State.Set(variable, answer.Either);
        _answers[call] = _answers[call].Add(answer);
    }

    /// <summary>A message that comes out of a call. By the convention of Try methods there is none if the call
    /// returns false.</summary>
    private void Receive(IArgumentOperation argument, IOperation call, IMethodSymbol? method)
    {
        IOperation target = argument.Value is IDeclarationExpressionOperation declaration
            ? declaration.Expression
            : argument.Value;
        if (target is IDiscardOperation && OwnedSymbols.IsOwned(target.Type))
        {
            Report(
                OwnershipRules.Leak, argument.Syntax, argument.Syntax.ToString(), "and discarded",
                Findings.LineOf(argument.Syntax));
            return;
        }
        if (KeyOf(target) is not { } variable)
        {
            Visit(target is ILocalReferenceOperation or IParameterReferenceOperation ? null : target);
            return;
        }
        VariableState received = VariableState.Of(Holding.Owned, argument.Syntax);
        if (method?.ReturnType.SpecialType != SpecialType.System_Boolean)
        {
            Put(variable, received, argument.Syntax);
            return;
        }
        Condition answer = new(variable, received, VariableState.Empty);
        Put(variable, answer.Either, argument.Syntax);
        _answers[call] = _answers[call].Add(answer);
    }
}
