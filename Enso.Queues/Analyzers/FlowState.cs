using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;

namespace Enso.Queues.Analyzers;

/// <summary>What is known at a point of a method. A variable is a local, a parameter, or a flow capture: the
/// graph's name for a value that is computed in one block and used in another.</summary>
internal sealed class FlowState
{
    private readonly ImmutableDictionary<object, VariableState> _variables;
    private readonly ImmutableDictionary<object, ImmutableArray<Condition>> _conditions;
    private readonly ImmutableDictionary<object, ImmutableArray<object>> _aliases;

    private FlowState(
        ImmutableDictionary<object, VariableState> variables,
        ImmutableDictionary<object, ImmutableArray<Condition>> conditions,
        ImmutableDictionary<object, ImmutableArray<object>> aliases)
    {
        _variables = variables;
        _conditions = conditions;
        _aliases = aliases;
    }

    /// <summary>No variable holds anything.</summary>
    public static readonly FlowState Start = new(
        ImmutableDictionary<object, VariableState>.Empty,
        ImmutableDictionary<object, ImmutableArray<Condition>>.Empty,
        ImmutableDictionary<object, ImmutableArray<object>>.Empty);

    public IEnumerable<object> Variables => _variables.Keys;

    public bool Has(object variable) => _variables.ContainsKey(variable);

    public VariableState this[object variable] =>
        _variables.TryGetValue(variable, out VariableState state) ? state : VariableState.Empty;

    public FlowState Set(object variable, VariableState state) =>
        new(_variables.SetItem(variable, state), _conditions, _aliases);

    /// <summary>Forgets a variable that goes out of scope.</summary>
    public FlowState Remove(object variable) =>
        new(_variables.Remove(variable), _conditions.Remove(variable), _aliases.Remove(variable));

    /// <summary>Which variables a capture stands for.</summary>
    public ImmutableArray<object> AliasesOf(object capture) =>
        _aliases.TryGetValue(capture, out ImmutableArray<object> variables) ? variables : [];

    public FlowState SetAliases(object capture, ImmutableArray<object> variables) =>
        new(_variables, _conditions, _aliases.SetItem(capture, variables));

    /// <summary>What a truth value says of other variables.</summary>
    public ImmutableArray<Condition> ConditionsOf(object truth) =>
        _conditions.TryGetValue(truth, out ImmutableArray<Condition> known) ? known : [];

    public FlowState SetConditions(object truth, ImmutableArray<Condition> known) =>
        new(_variables, known.IsEmpty ? _conditions.Remove(truth) : _conditions.SetItem(truth, known), _aliases);

    /// <summary>What is known once the truth is. A condition on a variable that has changed since says
    /// nothing.</summary>
    public FlowState Refine(ImmutableArray<Condition> conditions, bool truth)
    {
        FlowState refined = this;
        foreach (Condition condition in conditions)
        {
            if (this[condition.Variable].Equals(condition.Either))
            {
                refined = refined.Set(condition.Variable, truth ? condition.IfTrue : condition.IfFalse);
            }
        }
        return refined;
    }

    /// <summary>What holds where two paths meet.</summary>
    public FlowState Join(FlowState? other)
    {
        if (other == null || ReferenceEquals(this, other))
        {
            return this;
        }
        FlowState joined = this;
        foreach (object variable in _variables.Keys.Union(other._variables.Keys))
        {
            joined = joined.Set(variable, this[variable].Join(other[variable]));
        }
        foreach (object truth in _conditions.Keys)
        {
            joined = joined.SetConditions(truth, [.. ConditionsOf(truth).Intersect(other.ConditionsOf(truth))]);
        }
        foreach (object capture in other._aliases.Keys)
        {
            ImmutableArray<object> mine = AliasesOf(capture);
            joined = joined.SetAliases(
                capture, [.. mine, .. other.AliasesOf(capture).Where(variable => !mine.Contains(variable))]);
        }
        return joined;
    }

    /// <summary>Whether the two say the same.</summary>
    public bool SameAs(FlowState other) =>
        _variables.Count == other._variables.Count
        && _conditions.Count == other._conditions.Count
        && _aliases.Count == other._aliases.Count
        && _variables.All(v => other.Has(v.Key) && v.Value.Equals(other[v.Key]))
        && _conditions.All(c => c.Value.SequenceEqual(other.ConditionsOf(c.Key)))
        && _aliases.All(a => a.Value.Length == other.AliasesOf(a.Key).Length);
}
