namespace Enso.Scheduler;

/// <summary>By virtual time, the least first: what an entity has used divided by its <see cref="Terms.Weight"/>. One
/// that is new, or comes back after a long sleep, begins at the least virtual time of those that are ready: it has no
/// claim to what it did not ask for. One that has used more than its share still owes it when it comes back.</summary>
/// <remarks><para>Guarantee: over any time in which two entities stay ready (each is added again as soon as it has
/// run), what they use, each divided by its weight, differs by at most <c>a/v + b/w</c>, where <c>a</c> and <c>b</c>
/// are the most that each is charged for one selection, and <c>v</c> and <c>w</c> the weights. Nothing that is ready
/// starves: its virtual time stands still while that of the others advances.</para>
/// <para><see cref="Add"/>, <see cref="Remove"/> and <see cref="Select"/> take a time that grows with the logarithm of
/// how many are ready, <see cref="Charge"/> constant time. Virtual time has 96 bits before the point and 32 behind,
/// and what the division leaves over is carried to the next charge: no overflow, no drift.</para>
/// <para>Source: Goyal, Vin and Cheng, "Start-time fair queueing", ACM SIGCOMM 1996 (the bound is its theorem 1); the
/// completely fair scheduler of Linux since 2.6.23 is the same idea.</para></remarks>
public readonly struct FairShare : IDiscipline<FairShare>
{
    private readonly State _state;

    private FairShare(State state) => _state = state;

    /// <inheritdoc/>
    public int Capacity => _state.Accounts.Length;

    /// <inheritdoc/>
    public int Count => _state.Heap.Count;

    /// <inheritdoc/>
    public static FairShare Create(DisciplineOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        return new FairShare(new State(options.Capacity));
    }

    /// <inheritdoc/>
    public void Add(int entity, in Terms terms, long now) => _state.Add(entity, terms.Weight);

    /// <inheritdoc/>
    public bool Remove(int entity) => _state.Heap.Remove(entity);

    /// <inheritdoc/>
    public bool Contains(int entity) => _state.Heap.Contains(entity);

    /// <inheritdoc/>
    public int Select(long now) => _state.Select();

    /// <inheritdoc/>
    public void Charge(int entity, long used, long now)
    {
        Discipline.RequireCharge(entity, _state.Heap.Contains(entity), used);
        _state.Accounts[entity].Charge((ulong)used);
    }

    /// <inheritdoc/>
    public void Forget(int entity)
    {
        Discipline.RequireForgettable(entity, _state.Heap.Contains(entity));
        _state.Accounts[entity] = default;
    }

    private sealed class State(int capacity)
    {
        public readonly Account[] Accounts = new Account[capacity];

        // Not read-only: it counts.
        public EntityHeap<VirtualTime> Heap = new(capacity);

        // The virtual time of the last that was selected: nothing that is ready is before it.
        private VirtualTime _least;

        public void Add(int entity, int weight)
        {
            Discipline.RequireWeight(weight);
            if (Heap.Contains(entity))
            {
                Discipline.ThrowReadyAlready(entity);
            }

            ref Account account = ref Accounts[entity];
            account.SetWeight(weight);
            account.CatchUp(_least);
            Heap.Add(entity, account.Time);
        }

        public int Select()
        {
            if (Heap.Count == 0)
            {
                return Discipline.None;
            }

            _least = Heap.FirstKey;
            return Heap.TakeFirst();
        }
    }

    /// <summary>What one entity has used.</summary>
    private struct Account
    {
        private VirtualTime _virtualTime;

        // What was charged and is less than the virtual time can show: below the weight, in 1/2^32 of a unit of use.
        private uint _remainder;
        private uint _weightBeyondOne;

        public readonly VirtualTime Time => _virtualTime;

        public void SetWeight(int weight)
        {
            uint weightBeyondOne = (uint)weight - 1;
            if (_weightBeyondOne != weightBeyondOne)
            {
                _weightBeyondOne = weightBeyondOne;
                _remainder = 0;
            }
        }

        public void CatchUp(in VirtualTime least)
        {
            if (_virtualTime.CompareTo(least) < 0)
            {
                _virtualTime = least;
                _remainder = 0;
            }
        }

        public void Charge(ulong used)
        {
            if (_weightBeyondOne == 0)
            {
                _virtualTime = _virtualTime.Plus(used, 0);
                return;
            }

            // Long division in base 2^32. The weight is below 2^31, so that neither numerator overflows, and the
            // second quotient is below 2^32.
            ulong weight = (ulong)_weightBeyondOne + 1;
            (ulong whole, ulong rest) = Math.DivRem(used, weight);
            (ulong fraction, ulong remainder) = Math.DivRem((rest << VirtualTime.FractionBits) + _remainder, weight);
            _virtualTime = _virtualTime.Plus(whole, fraction);
            _remainder = (uint)remainder;
        }
    }
}
