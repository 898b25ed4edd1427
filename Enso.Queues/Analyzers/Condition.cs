using System;

namespace Enso.Queues.Analyzers;

/// <summary>That a truth value says what a variable holds: the answer of a method that gives or takes a message
/// only then.</summary>
internal sealed class Condition(object variable, VariableState ifTrue, VariableState ifFalse) : IEquatable<Condition>
{
    public object Variable => variable;

    public VariableState IfTrue => ifTrue;

    public VariableState IfFalse => ifFalse;

    /// <summary>What is known while the truth is not.</summary>
    public VariableState Either => IfTrue.Join(IfFalse);

    public Condition Negate() => new(Variable, IfFalse, IfTrue);

    public bool Equals(Condition? other) =>
        other != null && Variable.Equals(other.Variable) && IfTrue.Equals(other.IfTrue)
        && IfFalse.Equals(other.IfFalse);

    public override bool Equals(object? obj) => Equals(obj as Condition);

    public override int GetHashCode() => Variable.GetHashCode();
}
