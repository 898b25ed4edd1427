namespace Enso.Scheduler;

/// <summary>In turn: what has been ready longest is next, whatever its terms.</summary>
/// <remarks><para>Guarantee: an entity is selected after at most as many others as were ready when it was added, so
/// after fewer than <see cref="Capacity"/>. Its turn is as long as it likes: what is charged is ignored.</para>
/// <para>Every operation takes constant time. Source: Kleinrock, "Analysis of a time-shared processor", Naval Research
/// Logistics Quarterly 11, 1964; Silberschatz, Galvin and Gagne, Operating System Concepts, the chapter on
/// scheduling.</para></remarks>
public readonly struct RoundRobin : IDiscipline<RoundRobin>
{
    private readonly State _state;

    private RoundRobin(State state) => _state = state;

    /// <inheritdoc/>
    public int Capacity => _state.Lists.Capacity;

    /// <inheritdoc/>
    public int Count => _state.Count;

    /// <inheritdoc/>
    public static bool IsTimed => false;

    /// <inheritdoc/>
    public static bool UsesTime => false;

    /// <inheritdoc/>
    public static RoundRobin Create(DisciplineOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        return new RoundRobin(new State(options.Capacity));
    }

    /// <inheritdoc/>
    public void Add(int entity, in Terms terms, long now)
    {
        State state = _state;
        state.Lists.Append(0, entity);
        state.Count++;
    }

    /// <inheritdoc/>
    public bool Remove(int entity)
    {
        if (!_state.Lists.Remove(entity, out _))
        {
            return false;
        }

        _state.Count--;
        return true;
    }

    /// <inheritdoc/>
    public bool Contains(int entity) => _state.Lists.Contains(entity);

    /// <inheritdoc/>
    public int Select(long now)
    {
        State state = _state;
        int entity = state.Lists.TakeFirst(0);
        if (entity != Discipline.None)
        {
            state.Count--;
        }

        return entity;
    }

    /// <inheritdoc/>
    public void Charge(int entity, long used, long now) =>
        Discipline.RequireCharge(entity, _state.Lists.Contains(entity), used);

    /// <inheritdoc/>
    public void Forget(int entity) => Discipline.RequireForgettable(entity, _state.Lists.Contains(entity));

    private sealed class State(int capacity)
    {
        public readonly EntityLists Lists = new(capacity, 1);
        public int Count;
    }
}
