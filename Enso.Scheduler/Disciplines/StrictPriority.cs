using System.Numerics;

namespace Enso.Scheduler;

/// <summary>By <see cref="Terms.Priority"/>, the lowest number first; those of one priority in turn.</summary>
/// <remarks><para>Guarantee: never is an entity selected while one of a higher priority is ready, and among equals it
/// is the one that has been ready longest. Nothing more: what stays ready at a high priority starves all below it
/// (<see cref="Ageing"/> does not let it).</para>
/// <para>Every operation takes constant time: a bit for each priority says whether its list has any. Source: POSIX.1
/// <c>SCHED_FIFO</c>; the bitmap is that of the O(1) scheduler of Linux 2.6 (Love, Linux Kernel
/// Development).</para></remarks>
public readonly struct StrictPriority : IDiscipline<StrictPriority>
{
    private readonly State _state;

    private StrictPriority(State state) => _state = state;

    /// <inheritdoc/>
    public int Capacity => _state.Lists.Capacity;

    /// <inheritdoc/>
    public int Count => _state.Count;

    /// <inheritdoc/>
    public static bool IsTimed => false;

    /// <inheritdoc/>
    public static bool UsesTime => false;

    /// <inheritdoc/>
    public static StrictPriority Create(DisciplineOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        return new StrictPriority(new State(options.Capacity));
    }

    /// <inheritdoc/>
    public void Add(int entity, in Terms terms, long now)
    {
        State state = _state;
        int priority = terms.Priority;
        Discipline.RequirePriority(priority);
        state.Lists.Append(priority, entity);
        state.Occupied |= 1UL << priority;
        state.Count++;
    }

    /// <inheritdoc/>
    public bool Remove(int entity)
    {
        State state = _state;
        if (!state.Lists.Remove(entity, out int emptied))
        {
            return false;
        }

        if (emptied != Discipline.None)
        {
            state.Occupied &= ~(1UL << emptied);
        }

        state.Count--;
        return true;
    }

    /// <inheritdoc/>
    public bool Contains(int entity) => _state.Lists.Contains(entity);

    /// <inheritdoc/>
    public int Select(long now)
    {
        State state = _state;
        if (state.Occupied == 0)
        {
            return Discipline.None;
        }

        int priority = BitOperations.TrailingZeroCount(state.Occupied);
        int entity = state.Lists.TakeFirst(priority, out bool emptied);
        if (emptied)
        {
            // The lowest bit that is set.
            state.Occupied &= state.Occupied - 1;
        }

        state.Count--;
        return entity;
    }

    /// <inheritdoc/>
    public void Charge(int entity, long used, long now) =>
        Discipline.RequireCharge(entity, _state.Lists.Contains(entity), used);

    /// <inheritdoc/>
    public void Forget(int entity) => Discipline.RequireForgettable(entity, _state.Lists.Contains(entity));

    private sealed class State(int capacity)
    {
        public readonly EntityLists Lists = new(capacity, Discipline.Priorities);
        public ulong Occupied;
        public int Count;
    }
}
