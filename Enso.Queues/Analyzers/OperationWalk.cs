using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Enso.Queues.Analyzers;

/// <summary>What the operations of a block do to the handles, in the order in which they run.</summary>
/// <param name="findings">Where findings go.</param>
/// <param name="nested">The lambda or local function that is walked; null for a method, which can use no other
/// method's variables.</param>
internal sealed partial class OperationWalk(Findings findings, IMethodSymbol? nested)
{
    private readonly Dictionary<IOperation, ImmutableArray<Condition>> _answers = [];

    /// <summary>What is known where the walk is.</summary>
    public FlowState State { get; set; } = FlowState.Start;

    /// <summary>Whether what is found is reported: not before all is known.</summary>
    public bool Reports { get; set; } = true;

    /// <summary>Walks a statement. A message that it makes and does not keep is lost.</summary>
    public void Statement(IOperation operation)
    {
        IOperation inner = operation is IExpressionStatementOperation statement ? statement.Operation : operation;
        if (operation is IReturnOperation { ReturnedValue: { } yielded })
        {
            Consume(yielded, "yielded", yielded.Syntax);
            return;
        }
        Visit(inner);
        if (operation is IExpressionStatementOperation)
        {
            Lose(inner);
        }
    }

    /// <summary>Walks an operation whose value is used, not kept.</summary>
    public void Visit(IOperation? operation)
    {
        switch (operation)
        {
            case null or { ConstantValue.HasValue: true } or IFlowAnonymousFunctionOperation:
                return;
            case ILocalReferenceOperation or IParameterReferenceOperation or IFlowCaptureReferenceOperation:
                Use(operation);
                return;
            case ISimpleAssignmentOperation assignment:
                Assign(assignment);
                return;
            case IFlowCaptureOperation capture:
                Capture(capture);
                return;
            case IInvocationOperation call:
                Call(call, call.TargetMethod, call.Instance, call.Arguments);
                return;
            case IObjectCreationOperation creation:
                Call(creation, creation.Constructor, null, creation.Arguments);
                Visit(creation.Initializer);
                return;
            case IPropertyReferenceOperation { Property.Name: "IsEmpty" or "IsOwner", Instance: { } handle }
                when OwnedSymbols.IsOwned(handle.Type) && !Resolve(handle).IsEmpty:
                return;
            case IPropertyReferenceOperation { Instance: { } made } when OwnedSymbols.IsOwned(made.Type):
                Visit(made);
                Lose(made);
                return;
            case IIsPatternOperation pattern:
                Match(pattern);
                return;
            case IAddressOfOperation { Reference: { } place } when !Resolve(place).IsEmpty:
                Refuse(place, "used by its address");
                return;
            case ITupleOperation or IArrayInitializerOperation or ICollectionExpressionOperation:
                foreach (IOperation element in operation.ChildOperations)
                {
                    Consume(element, "stored", element.Syntax);
                }
                return;
            case IConversionOperation { Operand: { } operand } when OwnedSymbols.IsOwned(operand.Type)
                && !OwnedSymbols.IsOwned(operation.Type):
                Consume(operand, "converted", operation.Syntax);
                return;
        }
        foreach (IOperation child in operation.ChildOperations)
        {
            Visit(child);
        }
    }

    /// <summary>Walks an operation whose value goes away with the message's ownership.</summary>
    public void Consume(IOperation value, string how, SyntaxNode at)
    {
        ImmutableArray<object> variables = Resolve(value);
        if (variables.IsEmpty)
        {
            Visit(value);
        }
        foreach (object variable in variables)
        {
            Give(variable, value, how, at, surely: variables.Length == 1);
        }
    }

    /// <summary>What the truth of a value that was just walked says of handles.</summary>
    public ImmutableArray<Condition> ConditionsOf(IOperation value)
    {
        switch (value)
        {
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not:
                return [.. ConditionsOf(not.Operand).Select(c => c.Negate())];
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } binary
                when binary.RightOperand.ConstantValue is { HasValue: true, Value: bool right }:
                bool same = right == (binary.OperatorKind == BinaryOperatorKind.Equals);
                ImmutableArray<Condition> left = ConditionsOf(binary.LeftOperand);
                return same ? left : [.. left.Select(c => c.Negate())];
            case ISimpleAssignmentOperation assignment:
                return ConditionsOf(assignment.Value);
            case ILocalReferenceOperation local:
                return State.ConditionsOf(local.Local);
            case IFlowCaptureReferenceOperation capture:
                return State.ConditionsOf(capture.Id);
            case IAwaitOperation awaited:
                return ConditionsOf(awaited.Operation);
            case IInvocationOperation { TargetMethod.Name: "ConfigureAwait", Instance: { } task }:
                return ConditionsOf(task);
            case IPropertyReferenceOperation { Property.Name: "IsEmpty" or "IsOwner", Instance: { } handle } property
                when OwnedSymbols.IsOwned(handle.Type) && Resolve(handle) is { Length: 1 } one:
                return [WhatItSays(property.Property.Name == "IsOwner", one[0])];
            default:
                return _answers.TryGetValue(value, out ImmutableArray<Condition> known) ? known : [];
        }
    }

    /// <summary>What the answer of <c>IsOwner</c> or <c>IsEmpty</c> says of the handle.</summary>
    private Condition WhatItSays(bool isOwner, object variable)
    {
        VariableState state = State[variable];
        Holding ifTrue = isOwner ? ~(Holding.Given | Holding.Empty) : ~(Holding.Owned | Holding.Lent);
        Holding ifFalse = isOwner ? ~(Holding.Owned | Holding.Lent) : ~Holding.Empty;
        return new Condition(variable, state.With(state.Holding & ifTrue), state.With(state.Holding & ifFalse));
    }

    /// <summary>Reports a variable that still owns a message where it may not.</summary>
    public void CheckLeak(object variable, VariableState state, SyntaxNode at, string where)
    {
        if ((state.Holding & Holding.Owned) != 0 && state.Obtained is { } obtained)
        {
            Report(OwnershipRules.Leak, obtained, NameOf(variable, obtained), where, Findings.LineOf(at));
        }
    }

    private void Assign(ISimpleAssignmentOperation assignment)
    {
        (IOperation target, IOperation value) = (assignment.Target, assignment.Value);
        if (assignment.IsRef && !Resolve(value).IsEmpty)
        {
            Refuse(value, "given a second name by reference");
            return;
        }
        if (target is IDiscardOperation)
        {
            Visit(value);
            Lose(value);
            return;
        }
        if (KeyOf(target) is not { } variable)
        {
            if (target is not (ILocalReferenceOperation or IParameterReferenceOperation))
            {
                Visit(target);
            }
            Consume(value, "stored", assignment.Syntax);
            if (target is ILocalReferenceOperation truth)
            {
                State = State.SetConditions(truth.Local, ConditionsOf(value));
            }
            return;
        }
        ImmutableArray<object> sources = Resolve(value);
        VariableState incoming = sources.IsEmpty ? Made(value) : Moved(sources, value, variable, assignment.Syntax);
        Put(variable, incoming, assignment.Syntax);
    }

    /// <summary>Puts a message into a variable; one that it still owns is lost.</summary>
    private void Put(object variable, VariableState incoming, SyntaxNode at)
    {
        CheckLeak(variable, State[variable], at, "where another is assigned");
        State = State.Set(variable, incoming);
    }

    /// <summary>The state of a variable that is assigned from others, which are dead from here on.</summary>
    private VariableState Moved(
        ImmutableArray<object> sources, IOperation value, object target, SyntaxNode at)
    {
        VariableState moved = sources.Select(s => State[s]).Aggregate((a, b) => a.Join(b));
        foreach (object source in sources)
        {
            bool isLent = State[source].Holding == Holding.Lent;
            if (source is CaptureId)
            {
                State = State.Set(source, VariableState.Empty);
            }
            else if (!isLent && !source.Equals(target))
            {
                Give(source, value, $"copied to '{NameOf(target, at)}'", at, surely: sources.Length == 1);
            }
            else
            {
                Use(value);
            }
        }
        Holding kept = moved.Holding & ~Holding.Given;
        return VariableState.Of(kept == Holding.None ? Holding.Unknown : kept, moved.Obtained);
    }

    private void Capture(IFlowCaptureOperation capture)
    {
        ImmutableArray<object> sources = Resolve(capture.Value);
        if (!sources.IsEmpty)
        {
            State = State.SetAliases(capture.Id, sources);
        }
        else if (OwnedSymbols.IsOwned(capture.Value.Type))
        {
            State = State.SetAliases(capture.Id, []).Set(capture.Id, Made(capture.Value));
        }
        else
        {
            Visit(capture.Value);
            State = State.SetConditions(capture.Id, ConditionsOf(capture.Value));
        }
    }

    private void Match(IIsPatternOperation match)
    {
        ILocalSymbol[] declared =
        [
            .. match.Pattern.DescendantsAndSelf().OfType<IPatternOperation>()
                .Select(p => (p as IDeclarationPatternOperation)?.DeclaredSymbol
                    ?? (p as IRecursivePatternOperation)?.DeclaredSymbol)
                .OfType<ILocalSymbol>().Where(l => OwnedSymbols.IsOwned(l.Type)),
        ];
        bool wasLocal = Resolve(match.Value).Any(v => v is ISymbol);
        VariableState made = declared.Length == 1 && !wasLocal
            ? Made(match.Value)
            : VariableState.Of(Holding.Unknown, null);
        if (declared.Length != 1 || wasLocal)
        {
            Visit(match.Value);
        }
        ImmutableArray<Condition> answers = [];
        foreach (ILocalSymbol local in declared)
        {
            Condition answer = new(local, made, VariableState.Empty);
            State = State.Set(local, answer.Either);
            answers = answers.Add(answer);
        }
        _answers[match] = answers;
    }
}
