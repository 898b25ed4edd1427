namespace Enso.Scheduler;

/// <summary>A map that all cores of a cluster agree on: a <see cref="ReplicatedMap{TKey,TValue}"/> on each, whose
/// messages go over the cores' bus. Tasks of any core change it and wait for the outcome; reading is local.</summary>
/// <remarks><para>It is made from any thread, at any time, and is there as long as the cluster. What takes a
/// reactor is called on that reactor's thread; the reactor is one of the cluster's.</para>
/// <para>A core has a timer of it only while something is under way or a core that it coordinates is silent; until
/// it is used it costs nothing.</para></remarks>
/// <typeparam name="TKey">The type of the keys.</typeparam>
/// <typeparam name="TValue">The type of the values; it is compared by its default comparer, and a value is not
/// changed once given.</typeparam>
public sealed class ClusterMap<TKey, TValue> : Agreement
    where TKey : notnull
{
    private const long MinimumTimeout = 1000;

    private readonly MapCopy<TKey, TValue>[] _copies;

    /// <summary>Makes it, empty, with a copy for each core.</summary>
    /// <param name="cluster">The cores: at most <see cref="AgreementOptions.MaximumCores"/>.</param>
    /// <param name="name">What people know it by: in the log.</param>
    /// <param name="options">What it is made with; null for the default.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are too many cores, or an option has a value that is not
    /// allowed.</exception>
    public ClusterMap(Cluster cluster, string name, ClusterMapOptions? options = null)
        : base(cluster, name)
    {
        Options = options ?? new ClusterMapOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(Options.Timeout, MinimumTimeout);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Options.Timeout, AgreementOptions.MaximumTimeout);
        _copies = new MapCopy<TKey, TValue>[cluster.Cores];
        for (int core = 0; core < _copies.Length; core++)
        {
            _copies[core] = new MapCopy<TKey, TValue>(this, core);
        }

        // No core knows of it before it has a number, and it has none before it is whole.
        Number = cluster.Add(this);
    }

    /// <summary>What it was made with.</summary>
    public ClusterMapOptions Options { get; }

    /// <summary>The number that its messages carry.</summary>
    internal int Number { get; }

    /// <summary>Looks a key up in a core's copy, without a message. It may be behind by what is under way to
    /// it.</summary>
    /// <param name="reactor">The core's.</param>
    /// <param name="key">The key.</param>
    /// <param name="value">Its value.</param>
    /// <returns>Whether it has one there.</returns>
    public bool TryGet(Reactor reactor, TKey key, out TValue value) =>
        _copies[reactor.Core].Map.TryGet(key, out value);

    /// <summary>The version that has given a key the value that it has in a core's copy; 0 when it has
    /// none.</summary>
    /// <param name="reactor">The core's.</param>
    /// <param name="key">The key.</param>
    public long VersionOf(Reactor reactor, TKey key) => _copies[reactor.Core].Map.VersionOf(key);

    /// <summary>The keys and values of a core's copy.</summary>
    /// <param name="reactor">The core's.</param>
    /// <returns>A list of its own, in no order.</returns>
    public KeyValuePair<TKey, TValue>[] List(Reactor reactor)
    {
        KeyValuePair<TKey, TValue>[] entries = new KeyValuePair<TKey, TValue>[_copies[reactor.Core].Map.Count];
        int count = 0;
        foreach (KeyValuePair<TKey, TValue> entry in _copies[reactor.Core].Map)
        {
            entries[count++] = entry;
        }

        return entries;
    }

    /// <summary>Proposes a change, and waits for what comes of it. Proposals of a core are made in their
    /// order.</summary>
    /// <param name="context">The task that proposes and waits. Cancelled, it waits no more; the proposal
    /// stays.</param>
    /// <param name="change">The change.</param>
    /// <returns>What came of it. While too few cores answer, that after
    /// <see cref="ClusterMapOptions.Timeout"/>.</returns>
    /// <exception cref="ArgumentException">The task is of another cluster.</exception>
    public async ReactorTask<ProposalResult<TValue>> Propose(TaskContext context, Change<TKey, TValue> change)
    {
        Reactor reactor = context.Reactor;
        if (reactor.Cluster != Cluster)
        {
            throw new ArgumentException($"The task is of another cluster than '{Name}'.", nameof(context));
        }

        MapCopy<TKey, TValue> copy = _copies[reactor.Core];
        Future<ProposalResult<TValue>>? result;
        while ((result = copy.TryPropose(reactor, in change)) is null)
        {
            if (!copy.Map.HasQuorum)
            {
                return copy.Unavailable;
            }

            await context.Sleep(copy.TickInterval);
        }

        return await result;
    }

    /// <inheritdoc/>
    public override AgreementView View(Reactor reactor)
    {
        ReplicatedMap<TKey, TValue> map = _copies[reactor.Core].Map;
        return new AgreementView(
            map.Core, map.Version, map.Count, map.Pending, map.Coordinator, map.Silent, map.HasQuorum);
    }

    /// <inheritdoc/>
    internal override void Receive(Reactor reactor, int from, in AgreementMessage message) =>
        _copies[reactor.Core].Receive(reactor, from, in message);

    /// <inheritdoc/>
    internal override void Tick(Reactor reactor) => _copies[reactor.Core].Tick(reactor);
}
