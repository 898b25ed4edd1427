namespace Enso.Scheduler;

/// <summary>A discipline of disciplines: entities are in groups (<see cref="Terms.Group"/>), an outer discipline
/// chooses the group and the group's own, the inner, chooses the entity.</summary>
/// <typeparam name="TOuter">What chooses the group. To it the groups are entities, numbered from 0, each with terms of
/// its own (<see cref="SetTerms"/>).</typeparam>
/// <typeparam name="TInner">What chooses in a group. It may be a hierarchy itself.</typeparam>
/// <remarks><para>Guarantee: what the outer one guarantees holds between groups, and what the inner one guarantees
/// between the entities of a group, of what the group gets. A group is ready when one of its entities is. What is
/// charged to an entity is charged to its group too.</para>
/// <para>There are <see cref="DisciplineOptions.Groups"/> groups. The inner ones are made with
/// <see cref="DisciplineOptions.Inner"/>; if they are hierarchies too, of <c>n</c> groups each, then group <c>g</c> of
/// an entity is group <c>g % n</c> of inner hierarchy <c>g / n</c>.</para>
/// <para>Each operation costs one or two of the outer one's and one of the inner one's. There is room for all entities
/// in each group. A group is made ready again when what was selected of it is charged, or at the next selection. If a
/// charge comes only after a later selection of another group (where several run at a time), then the group goes to
/// the end of its equals.</para>
/// <para>Source: Goyal, Guo and Vin, "A hierarchical CPU scheduler for multimedia operating systems", OSDI
/// 1996.</para></remarks>
public readonly struct Hierarchy<TOuter, TInner> : IDiscipline<Hierarchy<TOuter, TInner>>
    where TOuter : struct, IDiscipline<TOuter>
    where TInner : struct, IDiscipline<TInner>
{
    private readonly State _state;

    private Hierarchy(State state) => _state = state;

    /// <inheritdoc/>
    public int Capacity => _state.GroupOf.Length;

    /// <inheritdoc/>
    public int Count => _state.Count;

    /// <summary>How many groups the outer discipline chooses among.</summary>
    public int Groups => _state.Inner.Length;

    /// <inheritdoc/>
    public static bool IsTimed => TOuter.IsTimed || TInner.IsTimed;

    /// <inheritdoc/>
    public static bool UsesTime => TOuter.UsesTime || TInner.UsesTime;

    /// <inheritdoc/>
    public static Hierarchy<TOuter, TInner> Create(DisciplineOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        return new Hierarchy<TOuter, TInner>(new State(options));
    }

    /// <summary>The discipline of a group: to set the terms of its groups if it is a hierarchy, and to look at. What
    /// is added to or taken from it otherwise than through this one is not seen here.</summary>
    /// <param name="group">The group, from 0 to below <see cref="Groups"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such group.</exception>
    public TInner InnerOf(int group)
    {
        RequireGroup(group, Groups);
        return _state.Inner[group];
    }

    /// <summary>Says what a group asks the outer discipline for. Without, it asks for nothing special.</summary>
    /// <param name="group">The group, from 0 to below <see cref="Groups"/>.</param>
    /// <param name="terms">Its terms, from now on. A group that is ready goes to the end of its equals.</param>
    /// <param name="now">The time, in nanoseconds.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such group, or a term has a value that the outer
    /// discipline does not allow; the terms are those of before.</exception>
    public void SetTerms(int group, in Terms terms, long now)
    {
        RequireGroup(group, Groups);
        _state.SetTerms(group, terms, now);
    }

    /// <inheritdoc/>
    public void Add(int entity, in Terms terms, long now) => _state.Add(entity, terms, now);

    /// <inheritdoc/>
    public bool Remove(int entity) => _state.Remove(entity);

    /// <inheritdoc/>
    public bool Contains(int entity) => _state.Contains(entity);

    /// <inheritdoc/>
    public int Select(long now) => _state.Select(now);

    /// <inheritdoc/>
    public void Charge(int entity, long used, long now)
    {
        Discipline.RequireCharge(entity, _state.Contains(entity), used);
        _state.Charge(entity, used, now);
    }

    /// <inheritdoc/>
    public void Forget(int entity)
    {
        Discipline.RequireForgettable(entity, _state.Contains(entity));
        _state.Forget(entity);
    }

    private static void RequireGroup(int group, int groups)
    {
        if ((uint)group >= (uint)groups)
        {
            throw new ArgumentOutOfRangeException(nameof(group), group, $"Groups are from 0 to {groups - 1}.");
        }
    }

    private sealed class State
    {
        public readonly TInner[] Inner;

        // Of each entity, the group that it was last added to.
        public readonly int[] GroupOf;

        // Whether other groups may know it too.
        private readonly bool[] _hasMoved;
        public int Count;

        private readonly Terms[] _terms;
        private readonly int _groupsOfInner;
        private TOuter _outer;

        // The group that was selected last and is not yet back in the outer discipline, so that it can be charged. All
        // other groups are in it if and only if they have an entity that is ready.
        private int _selected = Discipline.None;

        public State(DisciplineOptions options)
        {
            DisciplineOptions inner = options.Inner ?? (options with { Groups = 1 });
            long groupsOfInner = 1;
            for (DisciplineOptions? level = inner; level != null; level = level.Inner)
            {
                level.Validate();
                groupsOfInner *= level.Groups;
                if (groupsOfInner * options.Groups > DisciplineOptions.MaximumCapacity)
                {
                    throw new ArgumentOutOfRangeException(
                        nameof(options.Groups),
                        options.Groups,
                        $"All levels together have at most {DisciplineOptions.MaximumCapacity} groups.");
                }
            }

            _groupsOfInner = (int)groupsOfInner;
            _outer = TOuter.Create(options with { Capacity = options.Groups, Groups = 1, Inner = null });
            _terms = new Terms[options.Groups];
            GroupOf = new int[options.Capacity];
            _hasMoved = new bool[options.Capacity];
            Inner = new TInner[options.Groups];
            for (int group = 0; group < Inner.Length; group++)
            {
                // Those that go by chance do not all make the same choices.
                Inner[group] = TInner.Create(
                    inner with { Capacity = options.Capacity, Seed = unchecked(inner.Seed + (ulong)group) });
            }
        }

        public bool Contains(int entity)
        {
            Discipline.RequireEntity(entity, GroupOf.Length);
            return Inner[GroupOf[entity]].Contains(entity);
        }

        public void Add(int entity, in Terms terms, long now)
        {
            RequireGroup(terms.Group, Inner.Length * _groupsOfInner);
            if (Contains(entity))
            {
                Discipline.ThrowReadyAlready(entity);
            }

            (int group, int groupOfInner) = Math.DivRem(terms.Group, _groupsOfInner);
            Inner[group].Add(entity, terms with { Group = groupOfInner }, now);
            _hasMoved[entity] |= GroupOf[entity] != group;
            GroupOf[entity] = group;
            Count++;
            if (group != _selected)
            {
                MakeReady(group, now);
            }
        }

        public bool Remove(int entity)
        {
            if (!Contains(entity))
            {
                return false;
            }

            int group = GroupOf[entity];
            Inner[group].Remove(entity);
            Count--;
            if (Inner[group].Count == 0)
            {
                _outer.Remove(group);
            }

            return true;
        }

        public int Select(long now)
        {
            PutBack(now);
            int group = _outer.Select(now);
            if (group == Discipline.None)
            {
                return Discipline.None;
            }

            _selected = group;
            Count--;
            return Inner[group].Select(now);
        }

        public void Charge(int entity, long used, long now)
        {
            int group = GroupOf[entity];
            Inner[group].Charge(entity, used, now);
            if (group == _selected)
            {
                _outer.Charge(group, used, now);
                PutBack(now);
                return;
            }

            _outer.Remove(group);
            _outer.Charge(group, used, now);
            MakeReady(group, now);
        }

        public void Forget(int entity)
        {
            if (!_hasMoved[entity])
            {
                Inner[GroupOf[entity]].Forget(entity);
                return;
            }

            _hasMoved[entity] = false;
            foreach (TInner inner in Inner)
            {
                inner.Forget(entity);
            }
        }

        public void SetTerms(int group, in Terms terms, long now)
        {
            bool ready = _outer.Remove(group);
            try
            {
                // Tried out even if it is not ready: it is here that its user hears of a term that is not allowed.
                _outer.Add(group, terms, now);
                _terms[group] = terms;
            }
            finally
            {
                _outer.Remove(group);
                if (ready)
                {
                    MakeReady(group, now);
                }
            }
        }

        private void PutBack(long now)
        {
            int group = _selected;
            if (group != Discipline.None)
            {
                _selected = Discipline.None;
                MakeReady(group, now);
            }
        }

        private void MakeReady(int group, long now)
        {
            if (Inner[group].Count > 0 && !_outer.Contains(group))
            {
                _outer.Add(group, _terms[group], now);
            }
        }
    }
}
