using System.Numerics;

namespace Enso.Scheduler;

/// <summary>By <see cref="Terms.Priority"/>, but an entity rises a level for each
/// <see cref="DisciplineOptions.AgeingInterval"/> that it waits, to level 0 at most. Those of one level are in the
/// order in which they came to it.</summary>
/// <remarks><para>Guarantee: an entity of priority <c>p</c> is at level 0 when it has waited <c>p</c> intervals, and
/// from then on at most as many others are selected before it as are at level 0 by then, so fewer than
/// <see cref="Capacity"/>. Until then it is served as <see cref="StrictPriority"/> would serve it at its level of the
/// moment. It begins at its priority each time it is added.</para>
/// <para>Every operation takes amortised constant time: each that is added rises at most 63 times. The first call
/// after a long pause does the rises that came due in it. Source: ageing as in Silberschatz, Galvin and Gagne,
/// Operating System Concepts, the section on priority scheduling; the levels are those of the multilevel feedback
/// queue of Corbató, Daggett and Daley, "An experimental time-sharing system", 1962.</para></remarks>
public readonly struct Ageing : IDiscipline<Ageing>
{
    private readonly State _state;

    private Ageing(State state) => _state = state;

    /// <inheritdoc/>
    public int Capacity => _state.Lists.Capacity;

    /// <inheritdoc/>
    public int Count => _state.Count;

    /// <inheritdoc/>
    public static bool IsTimed => false;

    /// <inheritdoc/>
    public static Ageing Create(DisciplineOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        return new Ageing(new State(options.Capacity, options.AgeingInterval));
    }

    /// <inheritdoc/>
    public void Add(int entity, in Terms terms, long now) => _state.Add(entity, terms.Priority, now);

    /// <inheritdoc/>
    public bool Remove(int entity) => _state.Remove(entity);

    /// <inheritdoc/>
    public bool Contains(int entity) => _state.Lists.Contains(entity);

    /// <inheritdoc/>
    public int Select(long now) => _state.Select(now);

    /// <inheritdoc/>
    public void Charge(int entity, long used, long now) =>
        Discipline.RequireCharge(entity, _state.Lists.Contains(entity), used);

    /// <inheritdoc/>
    public void Forget(int entity) => Discipline.RequireForgettable(entity, _state.Lists.Contains(entity));

    private sealed class State(int capacity, long interval)
    {
        public readonly EntityLists Lists = new(capacity, Discipline.Priorities);
        public int Count;

        // When each that is ready rises next. Along a list these do not fall: its order is that in which they came to
        // it.
        private readonly long[] _rises = new long[capacity];
        private ulong _occupied;
        private long _now = long.MinValue;

        // No rise is due before this.
        private long _nextRise = long.MaxValue;

        public void Add(int entity, int priority, long now)
        {
            Discipline.RequirePriority(priority);
            Advance(now);
            Lists.Append(priority, entity);
            _occupied |= 1UL << priority;
            Count++;
            long rise = After(_now);
            _rises[entity] = rise;
            if (priority > 0 && rise < _nextRise)
            {
                _nextRise = rise;
            }
        }

        public bool Remove(int entity)
        {
            if (!Lists.Remove(entity, out int emptied))
            {
                return false;
            }

            if (emptied != Discipline.None)
            {
                _occupied &= ~(1UL << emptied);
            }

            Count--;
            return true;
        }

        public int Select(long now)
        {
            Advance(now);
            if (_occupied == 0)
            {
                return Discipline.None;
            }

            int entity = Lists.TakeFirst(BitOperations.TrailingZeroCount(_occupied), out bool emptied);
            if (emptied)
            {
                _occupied &= _occupied - 1;
            }

            Count--;
            return entity;
        }

        private void Advance(long now)
        {
            if (now > _now)
            {
                _now = now;
                if (now >= _nextRise)
                {
                    RiseAll();
                }
            }
        }

        // From the lowest level up, so that what has come to a level can go on from it. What comes to a level became
        // due after the last time this was done, and what was there before came before then: appended, it is in order.
        private void RiseAll()
        {
            _nextRise = long.MaxValue;
            ulong levels = _occupied & ~1UL;
            while (levels != 0)
            {
                int level = BitOperations.Log2(levels);
                levels &= ~(1UL << level);
                if (RiseFrom(level) && level > 1)
                {
                    levels |= 1UL << (level - 1);
                }
            }
        }

        private bool RiseFrom(int level)
        {
            bool any = false;
            int first;
            while ((first = Lists.First(level)) != Discipline.None)
            {
                long rise = _rises[first];
                if (rise > _now || rise == long.MaxValue)
                {
                    _nextRise = Math.Min(_nextRise, rise);
                    return any;
                }

                Lists.TakeFirst(level);
                Lists.Append(level - 1, first);
                _occupied |= 1UL << (level - 1);
                _rises[first] = After(rise);
                any = true;
            }

            _occupied &= ~(1UL << level);
            return any;
        }

        // The end of time stands for never.
        private long After(long time) => time > long.MaxValue - interval ? long.MaxValue : time + interval;
    }
}
