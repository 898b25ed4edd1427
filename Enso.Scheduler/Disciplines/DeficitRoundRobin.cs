namespace Enso.Scheduler;

/// <summary>In turn, each for as long as <see cref="DisciplineOptions.Quantum"/> times its <see cref="Terms.Weight"/>.
/// While its turn lasts an entity is selected again as soon as it is ready again. What it uses beyond its turn it
/// owes: that is taken from its next turn, and from as many as it takes. What it leaves of its turn when it is not
/// ready is lost.</summary>
/// <remarks><para>Guarantee: over any time in which two entities stay ready (each is added again as soon as it has
/// run), what they use, each divided by its weight, differs by at most <c>Q + a/v + b/w</c>, where <c>Q</c> is the
/// quantum, <c>a</c> and <c>b</c> the most that each is charged for one selection, and <c>v</c> and <c>w</c> the
/// weights; by another <c>Q</c> if charges may be longer than a turn. What is ready and owes no whole turn waits for
/// at most two turns of each other entity.</para>
/// <para>Every operation takes constant time as long as nothing uses more than a turn beyond its turn; what does waits
/// for its round in a heap, in a time that grows with the logarithm of how many do.</para>
/// <para>Source: Shreedhar and Varghese, "Efficient fair queuing using deficit round-robin", ACM SIGCOMM 1995. As the
/// cost is known only afterwards, the turn is overdrawn instead of cut short: surplus round robin (Adiseshu, Parulkar
/// and Varghese, "A reliable and scalable striping protocol", ACM SIGCOMM 1996).</para></remarks>
public readonly struct DeficitRoundRobin : IDiscipline<DeficitRoundRobin>
{
    private readonly State _state;

    private DeficitRoundRobin(State state) => _state = state;

    /// <inheritdoc/>
    public int Capacity => _state.Capacity;

    /// <inheritdoc/>
    public int Count => _state.Count;

    /// <inheritdoc/>
    public static DeficitRoundRobin Create(DisciplineOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        return new DeficitRoundRobin(new State(options.Capacity, options.Quantum));
    }

    /// <inheritdoc/>
    public void Add(int entity, in Terms terms, long now) => _state.Add(entity, terms.Weight);

    /// <inheritdoc/>
    public bool Remove(int entity) => _state.Remove(entity);

    /// <inheritdoc/>
    public bool Contains(int entity) => _state.Contains(entity);

    /// <inheritdoc/>
    public int Select(long now) => _state.Select();

    /// <inheritdoc/>
    public void Charge(int entity, long used, long now)
    {
        Discipline.RequireCharge(entity, _state.Contains(entity), used);
        _state.Charge(entity, used);
    }

    /// <inheritdoc/>
    public void Forget(int entity)
    {
        Discipline.RequireForgettable(entity, _state.Contains(entity));
        _state.Forget(entity);
    }

    // Time is counted in rounds, in each of which an entity that is ready has one turn.
    private sealed class State(int capacity, long quantum)
    {
        // A turn that is longer than this, 146 years, is as good as this; and sums of two do not overflow.
        private const long LongestTurn = 1L << 62;

        private readonly EntityLists _lists = new(capacity, 2);
        private readonly Account[] _accounts = new Account[capacity];

        // Those that owe more than a turn, by the round of their next one.
        private EntityHeap<UInt128> _debtors = new(capacity);

        // 1 at first, so that all entities have had their last turn, in round 0, before.
        private UInt128 _round = 1;

        // The list of those that have their turn in this round; the other one is that of the next.
        private int _list;

        // Whose turn it is. It may be running, or sleeping, or ready, and then it is the first.
        private int _turn = Discipline.None;

        public int Capacity => capacity;

        public int Count { get; private set; }

        public bool Contains(int entity) => _lists.Contains(entity) || _debtors.Contains(entity);

        public void Add(int entity, int weight)
        {
            Discipline.RequireWeight(weight);
            if (Contains(entity))
            {
                Discipline.ThrowReadyAlready(entity);
            }

            ref Account account = ref _accounts[entity];
            account.Turn = TurnOf(weight);
            if (entity == _turn && account.Deficit > 0)
            {
                _lists.Prepend(_list, entity);
            }
            else
            {
                UInt128 next = account.LastRound + account.RoundsToNextTurn();
                if (next <= _round)
                {
                    _lists.Append(_list, entity);
                }
                else if (next == _round + 1)
                {
                    _lists.Append(1 - _list, entity);
                }
                else
                {
                    _debtors.Add(entity, next);
                }
            }

            Count++;
        }

        public bool Remove(int entity)
        {
            if (!_lists.Remove(entity, out _) && !_debtors.Remove(entity))
            {
                return false;
            }

            Count--;
            return true;
        }

        public int Select()
        {
            if (Count == 0)
            {
                return Discipline.None;
            }

            int entity = _lists.TakeFirst(_list);
            if (entity == Discipline.None)
            {
                NextRound();
                entity = _lists.TakeFirst(_list);
            }

            ref Account account = ref _accounts[entity];
            if (entity != _turn || account.Deficit <= 0)
            {
                account.BeginTurn(_round);
                _turn = entity;
            }

            Count--;
            return entity;
        }

        public void Charge(int entity, long used)
        {
            ref Account account = ref _accounts[entity];
            long deficit = account.Deficit;
            account.Deficit = deficit < used - long.MaxValue ? -long.MaxValue : deficit - used;
        }

        public void Forget(int entity)
        {
            _accounts[entity] = default;
            if (_turn == entity)
            {
                _turn = Discipline.None;
            }
        }

        private void NextRound()
        {
            int other = 1 - _list;
            _round = _lists.First(other) != Discipline.None ? _round + 1 : _debtors.FirstKey;
            _list = other;
            while (_debtors.Count > 0 && _debtors.FirstKey <= _round)
            {
                _lists.Append(_list, _debtors.TakeFirst());
            }
        }

        private long TurnOf(int weight) => quantum > LongestTurn / weight ? LongestTurn : quantum * weight;
    }

    /// <summary>What one entity has used of its turns.</summary>
    private struct Account
    {
        /// <summary>What is left of its turn; when it is negative, what it owes.</summary>
        public long Deficit;

        /// <summary>How long its turn is.</summary>
        public long Turn;

        /// <summary>The round in which it had its last turn.</summary>
        public UInt128 LastRound;

        /// <summary>How many rounds after its last turn it can have the next: more than one when it owes whole
        /// turns.</summary>
        public readonly ulong RoundsToNextTurn() =>
            Deficit > -Turn ? 1 : (ulong)(-Deficit / Turn) + 1;

        /// <summary>Begins a turn, with what the rounds since the last have brought in against what was
        /// owed.</summary>
        public void BeginTurn(UInt128 round)
        {
            ulong rounds = RoundsToNextTurn();
            bool owing = Deficit < 0 && round == LastRound + rounds;
            Deficit = !owing ? Turn : rounds == 1 ? Turn + Deficit : Turn - (-Deficit % Turn);
            LastRound = round;
        }
    }
}
