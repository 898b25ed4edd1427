namespace Enso.Scheduler;

/// <summary>By chance: each selection draws a ticket, and an entity has as many as its
/// <see cref="Terms.Weight"/>.</summary>
/// <remarks><para>Guarantee: an entity is selected with the probability of its weight divided by the sum of the
/// weights of those that are ready, at each selection anew. Of <c>n</c> selections with the share <c>p</c> it expects
/// <c>n*p</c>, with a variance of <c>n*p*(1-p)</c>; it waits for <c>1/p</c> on average, and none starves: that it
/// waits for more than <c>n</c> has the probability <c>(1-p)^n</c>. The same <see cref="DisciplineOptions.Seed"/>
/// makes the same choices. The share is of selections, not of time: what is charged is ignored.</para>
/// <para><see cref="Add"/>, <see cref="Remove"/> and <see cref="Select"/> take a time that grows with the logarithm of
/// <see cref="Capacity"/>. Source: Waldspurger and Weihl, "Lottery scheduling: flexible proportional-share resource
/// management", OSDI 1994.</para></remarks>
public readonly struct Lottery : IDiscipline<Lottery>
{
    private readonly State _state;

    private Lottery(State state) => _state = state;

    /// <inheritdoc/>
    public int Capacity => _state.Tickets.Capacity;

    /// <inheritdoc/>
    public int Count => _state.Count;

    /// <inheritdoc/>
    public static bool IsTimed => false;

    /// <inheritdoc/>
    public static bool UsesTime => false;

    /// <inheritdoc/>
    public static Lottery Create(DisciplineOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        return new Lottery(new State(options.Capacity, options.Seed));
    }

    /// <inheritdoc/>
    public void Add(int entity, in Terms terms, long now)
    {
        State state = _state;
        Discipline.RequireWeight(terms.Weight);
        if (state.Contains(entity))
        {
            Discipline.ThrowReadyAlready(entity);
        }

        state.Tickets.Put(entity, terms.Weight);
        state.Count++;
    }

    /// <inheritdoc/>
    public bool Remove(int entity)
    {
        State state = _state;
        if (!state.Contains(entity))
        {
            return false;
        }

        state.Tickets.Put(entity, 0);
        state.Count--;
        return true;
    }

    /// <inheritdoc/>
    public bool Contains(int entity) => _state.Contains(entity);

    /// <inheritdoc/>
    public int Select(long now)
    {
        State state = _state;
        if (state.Count == 0)
        {
            return Discipline.None;
        }

        int entity = state.Tickets.OwnerOf(state.Chance.Below(state.Tickets.Total));
        state.Tickets.Put(entity, 0);
        state.Count--;
        return entity;
    }

    /// <inheritdoc/>
    public void Charge(int entity, long used, long now) =>
        Discipline.RequireCharge(entity, _state.Contains(entity), used);

    /// <inheritdoc/>
    public void Forget(int entity) => Discipline.RequireForgettable(entity, _state.Contains(entity));

    private sealed class State(int capacity, ulong seed)
    {
        public readonly TicketTree Tickets = new(capacity);

        // Not read-only: each number changes it.
        public RandomNumbers Chance = new(seed);
        public int Count;

        public bool Contains(int entity)
        {
            Discipline.RequireEntity(entity, Tickets.Capacity);
            return Tickets[entity] != 0;
        }
    }
}
