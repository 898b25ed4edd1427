using Enso.Scheduler;

namespace Enso.Tests.Scheduler.Disciplines;

/// <summary>Lists in lists: a group is made ready when it has anything ready, but not between being selected and being
/// charged.</summary>
internal sealed class NaiveHierarchy(NaiveDiscipline outer, NaiveDiscipline[] inner) : NaiveDiscipline
{
    private readonly Dictionary<int, int> _groups = [];
    private int _selected = Discipline.None;

    public override int Groups => inner.Sum(group => group.Groups);

    public override int Count => inner.Sum(group => group.Count);

    public override bool Contains(int entity) => Array.Exists(inner, group => group.Contains(entity));

    public override void Add(int entity, Terms terms, long now)
    {
        int group = terms.Group / inner[0].Groups;
        inner[group].Add(entity, terms with { Group = terms.Group % inner[0].Groups }, now);
        _groups[entity] = group;
        Update(group, now);
    }

    public override bool Remove(int entity)
    {
        bool removed = Contains(entity) && inner[_groups[entity]].Remove(entity);
        if (removed && inner[_groups[entity]].Count == 0)
        {
            outer.Remove(_groups[entity]);
        }

        return removed;
    }

    public override int Select(long now)
    {
        int last = _selected;
        _selected = Discipline.None;
        Update(last, now);
        _selected = outer.Select(now);
        return _selected == Discipline.None ? Discipline.None : inner[_selected].Select(now);
    }

    public override void Charge(int entity, long used, long now)
    {
        int group = _groups[entity];
        inner[group].Charge(entity, used, now);
        outer.Remove(group);
        outer.Charge(group, used, now);
        if (_selected == group)
        {
            _selected = Discipline.None;
        }

        Update(group, now);
    }

    public override void Forget(int entity) => Array.ForEach(inner, group => group.Forget(entity));

    private void Update(int group, long now)
    {
        if (group != Discipline.None && group != _selected && inner[group].Count > 0 && !outer.Contains(group))
        {
            outer.Add(group, new Terms(), now);
        }
    }
}
