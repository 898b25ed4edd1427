namespace Enso.Scheduler;

/// <summary>By <see cref="Terms.Deadline"/>, the earliest first; those with the same in turn.</summary>
/// <remarks><para>Guarantee: never is an entity selected while one with an earlier deadline is ready. If the work can
/// be done by its deadlines on one core at all, then this does it, provided that it is asked whenever one becomes
/// ready (what runs is added again and the earliest selected). Periodic tasks, due at the end of each period, that
/// take <c>C</c> of every <c>T</c> meet all deadlines as long as the sum of <c>C/T</c> is at most 1. Beyond full load
/// it says nothing about which deadlines are missed, and what has none (<see cref="long.MaxValue"/>) waits for all
/// that have one.</para>
/// <para><see cref="Add"/>, <see cref="Remove"/> and <see cref="Select"/> take a time that grows with the logarithm of
/// how many are ready. Source: Liu and Layland, "Scheduling algorithms for multiprogramming in a hard-real-time
/// environment", Journal of the ACM 20(1), 1973; optimality: Dertouzos, "Control robotics", IFIP Congress
/// 1974.</para></remarks>
public readonly struct EarliestDeadline : IDiscipline<EarliestDeadline>
{
    private readonly State _state;

    private EarliestDeadline(State state) => _state = state;

    /// <inheritdoc/>
    public int Capacity => _state.Capacity;

    /// <inheritdoc/>
    public int Count => _state.Heap.Count;

    /// <inheritdoc/>
    public static bool IsTimed => false;

    /// <inheritdoc/>
    public static bool UsesTime => false;

    /// <inheritdoc/>
    public static EarliestDeadline Create(DisciplineOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        return new EarliestDeadline(new State(options.Capacity));
    }

    /// <inheritdoc/>
    public void Add(int entity, in Terms terms, long now) => _state.Heap.Add(entity, terms.Deadline);

    /// <inheritdoc/>
    public bool Remove(int entity) => _state.Heap.Remove(entity);

    /// <inheritdoc/>
    public bool Contains(int entity) => _state.Heap.Contains(entity);

    /// <inheritdoc/>
    public int Select(long now) => _state.Heap.TakeFirst();

    /// <inheritdoc/>
    public void Charge(int entity, long used, long now) =>
        Discipline.RequireCharge(entity, _state.Heap.Contains(entity), used);

    /// <inheritdoc/>
    public void Forget(int entity) => Discipline.RequireForgettable(entity, _state.Heap.Contains(entity));

    private sealed class State(int capacity)
    {
        public readonly int Capacity = capacity;

        // Not read-only: it counts.
        public EntityHeap<long> Heap = new(capacity);
    }
}
