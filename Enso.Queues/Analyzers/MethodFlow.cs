using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Enso.Queues.Analyzers;

/// <summary>Follows the handles of one method forward along its control flow graph until nothing changes, then
/// walks each reached block once more to report.</summary>
/// <remarks>
/// <para>A finally block is walked anew for each way through it, so that what is known on one way does not mix with
/// another. A branch that leaves try statements runs their finally blocks first; so does an exception on its way
/// out.</para>
/// <para>Any operation inside a try statement may throw before it takes effect: what is known before it is known in
/// the catch blocks around.</para>
/// </remarks>
internal sealed class MethodFlow
{
    private readonly ControlFlowGraph _graph;
    private readonly OperationWalk _walk;

    private MethodFlow(ControlFlowGraph graph, IMethodSymbol? method, bool isNested, Findings findings)
    {
        _graph = graph;
        _walk = new OperationWalk(findings, isNested ? method : null);
    }

    /// <summary>Analyzes a method and the functions inside it.</summary>
    public static void Analyze(ControlFlowGraph graph, IMethodSymbol? method, bool isNested, Findings findings)
    {
        new MethodFlow(graph, method, isNested, findings).Analyze(method);
        foreach (IMethodSymbol local in graph.LocalFunctions)
        {
            Analyze(graph.GetLocalFunctionControlFlowGraph(local), local, isNested: true, findings);
        }
        foreach (IFlowAnonymousFunctionOperation function in graph.Blocks
            .SelectMany(b => b.Operations.Concat(b.BranchValue == null ? [] : new[] { b.BranchValue }))
            .SelectMany(o => o.DescendantsAndSelf()).OfType<IFlowAnonymousFunctionOperation>())
        {
            Analyze(
                graph.GetAnonymousFunctionControlFlowGraph(function), function.Symbol, isNested: true, findings);
        }
    }

    private void Analyze(IMethodSymbol? method)
    {
        FlowState start = FlowState.Start;
        foreach (IParameterSymbol parameter in method?.Parameters ?? [])
        {
            if (!OwnedSymbols.IsOwned(parameter.Type) || parameter.RefKind is not (RefKind.None or RefKind.In))
            {
                continue;
            }
            Holding holding = OwnedSymbols.TakesOwnership(parameter) ? Holding.Owned
                : OwnedSymbols.TakesOwnershipWhen(parameter) != null ? Holding.Unknown
                : Holding.Lent;
            SyntaxNode? at = parameter.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax();
            start = start.Set(parameter, VariableState.Of(holding, at));
        }
        Run run = new(0, _graph.Blocks.Length - 1, null);
        run.Enter(0, start);
        Complete(run);
    }

    /// <summary>Walks the blocks of a run until nothing changes, then once more to report.</summary>
    private void Complete(Run run)
    {
        bool reports = _walk.Reports;
        _walk.Reports = false;
        while (run.TryTake(out int block))
        {
            Walk(_graph.Blocks[block], run);
        }
        _walk.Reports = reports;
        if (reports)
        {
            foreach (int block in run.Reached)
            {
                Walk(_graph.Blocks[block], run);
            }
        }
    }

    private void Walk(BasicBlock block, Run run)
    {
        _walk.State = run.StateOf(block.Ordinal);
        if (block.Kind == BasicBlockKind.Exit)
        {
            return;
        }
        foreach (IOperation operation in block.Operations)
        {
            RaiseIfThrows(operation, block, run);
            _walk.Statement(operation);
        }
        ImmutableArray<Condition> conditions = [];
        if (block.BranchValue is { } value)
        {
            RaiseIfThrows(value, block, run);
            if (block.FallThroughSuccessor?.Semantics == ControlFlowBranchSemantics.Return)
            {
                _walk.Consume(value, "returned", value.Syntax);
            }
            else
            {
                _walk.Visit(value);
                conditions = _walk.ConditionsOf(value);
            }
        }
        FlowState after = _walk.State;
        bool whenTrue = block.ConditionKind == ControlFlowConditionKind.WhenTrue;
        bool? known = block.BranchValue?.ConstantValue is { HasValue: true, Value: bool constant } ? constant : null;
        if (block.ConditionKind == ControlFlowConditionKind.None)
        {
            Follow(block.FallThroughSuccessor, after, block, run);
            return;
        }
        if (known != !whenTrue)
        {
            Follow(block.ConditionalSuccessor, after.Refine(conditions, whenTrue), block, run);
        }
        if (known != whenTrue)
        {
            Follow(block.FallThroughSuccessor, after.Refine(conditions, !whenTrue), block, run);
        }
    }

    private void Follow(ControlFlowBranch? branch, FlowState state, BasicBlock from, Run run)
    {
        switch (branch?.Semantics)
        {
            case ControlFlowBranchSemantics.Throw or ControlFlowBranchSemantics.Rethrow:
                // A switch expression throws by itself where no arm matches.
                bool isWritten = from.BranchValue is not { } thrown || !OperationWalk.Unwrap(thrown).IsImplicit;
                Raise(state, from.EnclosingRegion, isWritten ? LastOf(from) : null, run);
                return;
            case ControlFlowBranchSemantics.StructuredExceptionHandling:
                run.Finish(state);
                return;
        }
        if (branch?.Destination == null)
        {
            return;
        }
        foreach (ControlFlowRegion region in branch.FinallyRegions)
        {
            if (RunFinally(region, state, run) is not { } after)
            {
                return;
            }
            state = after;
        }
        foreach (ControlFlowRegion region in branch.LeavingRegions)
        {
            state = Leave(region, state, LastOf(from), "where it goes out of scope");
        }
        if (branch.Destination.Kind == BasicBlockKind.Exit)
        {
            CheckLeaks(state.Variables, state, LastOf(from), "where the method ends");
        }
        run.Enter(branch.Destination.Ordinal, state);
    }

    /// <summary>What is known behind a finally block that is entered with <paramref name="state"/>; null if it never
    /// ends.</summary>
    private FlowState? RunFinally(ControlFlowRegion region, FlowState state, Run parent)
    {
        Run run = new(region.FirstBlockOrdinal, region.LastBlockOrdinal, parent);
        FlowState saved = _walk.State;
        run.Enter(region.FirstBlockOrdinal, state);
        Complete(run);
        _walk.State = saved;
        return run.Result;
    }

    /// <summary>Carries an exception outwards.</summary>
    /// <param name="state">What is known where it is thrown.</param>
    /// <param name="region">Where that is.</param>
    /// <param name="thrown">The throw statement; null for one that an operation may throw, of which leaks are not
    /// reported.</param>
    /// <param name="run">The run that the place belongs to.</param>
    private void Raise(FlowState state, ControlFlowRegion? region, SyntaxNode? thrown, Run run)
    {
        bool reports = _walk.Reports;
        _walk.Reports = reports && thrown != null;
        // The regions around a lambda's own belong to the graph of the method that it is in.
        ControlFlowRegion? outside = _graph.Root.EnclosingRegion;
        for (; region != null && region != outside; region = region.EnclosingRegion)
        {
            state = Leave(region, state, thrown, "where an exception is thrown");
            if (region is not { Kind: ControlFlowRegionKind.Try, EnclosingRegion: { } statement })
            {
                continue;
            }
            if (statement.Kind == ControlFlowRegionKind.TryAndFinally)
            {
                if (RunFinally(statement.NestedRegions[1], state, run) is not { } after)
                {
                    break;
                }
                state = after;
                continue;
            }
            foreach (ControlFlowRegion handler in statement.NestedRegions.Skip(1))
            {
                run.Enter(handler.FirstBlockOrdinal, state);
            }
            if (thrown != null || statement.NestedRegions.Any(CatchesAll))
            {
                break;
            }
        }
        if (region == outside && thrown != null)
        {
            CheckLeaks(state.Variables, state, thrown, "where an exception is thrown");
        }
        _walk.Reports = reports;
    }

    private void RaiseIfThrows(IOperation operation, BasicBlock block, Run run)
    {
        if (operation.DescendantsAndSelf().Any(MayThrow))
        {
            Raise(_walk.State, block.EnclosingRegion, null, run);
        }
    }

    private static bool MayThrow(IOperation operation) => operation switch
    {
        IConversionOperation { IsImplicit: true } => false,
        // To the owner a handle's own methods throw nothing.
        IInvocationOperation { Instance: { } handle } call => !OperationWalk.TakesHandle(call.TargetMethod, handle),
        _ => operation.Kind is not (OperationKind.LocalReference or OperationKind.ParameterReference
            or OperationKind.Literal or OperationKind.FlowCapture or OperationKind.FlowCaptureReference
            or OperationKind.InstanceReference or OperationKind.SimpleAssignment
            or OperationKind.ExpressionStatement or OperationKind.DefaultValue or OperationKind.IsNull),
    };

    private static bool CatchesAll(ControlFlowRegion handler) =>
        handler.Kind == ControlFlowRegionKind.Catch
        && (handler.ExceptionType == null || handler.ExceptionType.SpecialType == SpecialType.System_Object
            || handler.ExceptionType.ToDisplayString() == "System.Exception");

    /// <summary>Forgets the variables of a region, which must own nothing any more.</summary>
    private FlowState Leave(ControlFlowRegion region, FlowState state, SyntaxNode? at, string where)
    {
        object[] variables = [.. region.Locals, .. region.CaptureIds.Cast<object>()];
        CheckLeaks(variables, state, at, where);
        return variables.Aggregate(state, (left, variable) => left.Remove(variable));
    }

    private void CheckLeaks(IEnumerable<object> variables, FlowState state, SyntaxNode? at, string where)
    {
        foreach (object variable in variables)
        {
            _walk.CheckLeak(variable, state[variable], at ?? _graph.OriginalOperation.Syntax, where);
        }
    }

    private SyntaxNode LastOf(BasicBlock block) =>
        block.BranchValue?.Syntax ?? block.Operations.LastOrDefault()?.Syntax ?? _graph.OriginalOperation.Syntax;
}
