using System;
using Microsoft.CodeAnalysis;

namespace Enso.Queues.Analyzers;

/// <summary>What is known of a variable at a point, and where that comes from.</summary>
internal readonly struct VariableState : IEquatable<VariableState>
{
    private VariableState(Holding holding, SyntaxNode? obtained, SyntaxNode? given, string how)
    {
        Holding = holding;
        Obtained = obtained;
        Given = given;
        How = how;
    }

    /// <summary>No message.</summary>
    public static readonly VariableState Empty = new(Holding.Empty, null, null, "");

    /// <summary>What it may hold.</summary>
    public Holding Holding { get; }

    /// <summary>Where the message came from, if this method owns it.</summary>
    public SyntaxNode? Obtained { get; }

    /// <summary>Where it was first given away.</summary>
    public SyntaxNode? Given { get; }

    /// <summary>How it was given away, as a participle.</summary>
    public string How { get; }

    /// <summary>A message that came from <paramref name="obtained"/>.</summary>
    public static VariableState Of(Holding holding, SyntaxNode? obtained) => new(holding, obtained, null, "");

    /// <summary>The state after the message is given away.</summary>
    public VariableState GivenAt(SyntaxNode at, string how, bool surely)
    {
        // An empty handle can be disposed as often as one likes.
        if (Holding == Holding.Empty)
        {
            return this;
        }
        Holding kept = surely ? Holding & Holding.Empty : Holding;
        return new VariableState(kept | Holding.Given, Obtained, at, how);
    }

    /// <summary>The same with other possibilities.</summary>
    public VariableState With(Holding holding) => new(holding, Obtained, Given, How);

    /// <summary>What holds where two paths meet.</summary>
    public VariableState Join(VariableState other)
    {
        bool mine = other.Given == null || (Given != null && Given.SpanStart <= other.Given.SpanStart);
        return new VariableState(
            Holding | other.Holding, First(Obtained, other.Obtained), mine ? Given : other.Given,
            mine ? How : other.How);
    }

    public bool Equals(VariableState other) =>
        Holding == other.Holding && Obtained == other.Obtained && Given == other.Given && How == other.How;

    public override bool Equals(object? obj) => obj is VariableState other && Equals(other);

    public override int GetHashCode() => (int)Holding;

    private static SyntaxNode? First(SyntaxNode? a, SyntaxNode? b) =>
        a == null ? b : b == null || a.SpanStart <= b.SpanStart ? a : b;
}
