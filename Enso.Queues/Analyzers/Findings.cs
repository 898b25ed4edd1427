using System;
using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Enso.Queues.Analyzers;

/// <summary>What was found, each thing once: a loop or a finally block is walked several times.</summary>
internal sealed class Findings(Action<Diagnostic> report)
{
    private readonly HashSet<(string, TextSpan, string)> _reported = [];

    /// <summary>Reports a finding about a variable.</summary>
    public void Add(DiagnosticDescriptor rule, SyntaxNode at, string variable, params object[] words)
    {
        if (_reported.Add((rule.Id, at.Span, variable)))
        {
            report(Diagnostic.Create(rule, at.GetLocation(), [variable, .. words]));
        }
    }

    /// <summary>The line that a piece of code begins on, as people count.</summary>
    public static int LineOf(SyntaxNode syntax) => syntax.GetLocation().GetLineSpan().StartLinePosition.Line + 1;
}
