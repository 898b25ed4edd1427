using System.Collections.Generic;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Enso.Queues.Analyzers;

/// <summary>Finds messages that are used, sent or disposed after they were given away, and messages that nobody
/// returns.</summary>
/// <remarks>
/// <para>It follows the handles in each method's local variables and parameters along the method's control flow
/// graph. What other methods do it reads off their parameters: <c>[TakesOwnership]</c> takes, anything else is
/// lent. So each method is checked alone, and callers and callees meet at the attributes.</para>
/// <para>Handles in fields, arrays, collections, tuples and nullable values are not followed: the stamps of the
/// library check those at run time. Nor are exceptions that a call may throw where nothing catches them: only
/// <c>using</c> returns a message then.</para>
/// </remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class OwnershipAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => OwnershipRules.All;

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(start =>
        {
            if (start.Compilation.GetTypesByMetadataName(OwnedSymbols.HandleType).Length > 0)
            {
                start.RegisterOperationBlockAction(AnalyzeBlocks);
            }
        });
    }

    private static void AnalyzeBlocks(OperationBlockAnalysisContext context)
    {
        HashSet<IOperation> seen = [];
        foreach (IOperation block in context.OperationBlocks)
        {
            ControlFlowGraph graph = context.GetControlFlowGraph(block);
            if (seen.Add(graph.OriginalOperation))
            {
                // An attribute or a default value of a parameter is a block as well, but does not run with it.
                IMethodSymbol? method =
                    graph.OriginalOperation is IMethodBodyBaseOperation ? context.OwningSymbol as IMethodSymbol : null;
                MethodFlow.Analyze(graph, method, isNested: false, new Findings(context.ReportDiagnostic));
            }
        }
    }
}
