namespace Enso.Scheduler;

/// <summary>What is replicated: the map, and what became of each core's last request. Each round changes it in the
/// same way on every core.</summary>
internal sealed class MapState<TKey, TValue>(int cores)
    where TKey : notnull
{
    private readonly Dictionary<TKey, TValue> _map = [];

    // The round that each key's value is of.
    private readonly Dictionary<TKey, long> _versions = [];

    // Of each core's last request. Never changed once made: snapshots share them.
    private readonly Outcome<TValue>[]?[] _answered = new Outcome<TValue>[]?[cores];

    /// <summary>How many rounds it has been through.</summary>
    public long Number { get; private set; }

    public Dictionary<TKey, TValue> Map => _map;

    /// <summary>The round that a key's value is of; 0 when it has none.</summary>
    public long VersionOf(TKey key) => _versions.GetValueOrDefault(key);

    /// <summary>The outcomes of a core's last request; null when there was none.</summary>
    public Outcome<TValue>[]? AnsweredTo(int core) => _answered[core];

    /// <summary>Whether a request has been through a round.</summary>
    public bool Has(Request<TKey, TValue> request) =>
        _answered[request.Core] is { } last && last[0].Proposal >= request.First;

    /// <summary>Makes the changes of the next round. A request that was in an earlier one changes
    /// nothing.</summary>
    public void Apply(Request<TKey, TValue>[] batch)
    {
        foreach (Request<TKey, TValue> request in batch)
        {
            if (Has(request))
            {
                continue;
            }

            Outcome<TValue>[] outcomes = new Outcome<TValue>[request.Changes.Length];
            for (int i = 0; i < outcomes.Length; i++)
            {
                outcomes[i] = TryApply(request.First + i, request.Changes[i]);
            }

            _answered[request.Core] = outcomes;
        }

        Number++;
    }

    public MapSnapshot<TKey, TValue> Copy() =>
        new(Number, [.. _map], new Dictionary<TKey, long>(_versions), [.. _answered]);

    public void Become(MapSnapshot<TKey, TValue> snapshot)
    {
        _map.Clear();
        foreach ((TKey key, TValue value) in snapshot.Entries)
        {
            _map.Add(key, value);
        }

        _versions.Clear();
        foreach ((TKey key, long version) in snapshot.Versions)
        {
            _versions.Add(key, version);
        }

        snapshot.Answered.CopyTo(_answered, 0);
        Number = snapshot.Number;
    }

    private Outcome<TValue> TryApply(long proposal, in Change<TKey, TValue> change)
    {
        try
        {
            return Apply(proposal, in change);
        }
        catch (Exception)
        {
            // A key or a value that cannot be compared: it is so on every core, and for all the change is not made. Who
            // proposed it is told that by its outcome.
            return new Outcome<TValue>(proposal, false, false, default!);
        }
    }

    private Outcome<TValue> Apply(long proposal, in Change<TKey, TValue> change)
    {
        bool has = _map.TryGetValue(change.Key, out TValue? value);
        bool isDone = change.Kind switch
        {
            ChangeKind.Put => true,
            ChangeKind.PutIfAbsent => !has,
            ChangeKind.Remove => has,
            ChangeKind.Look => false,
            _ => has && EqualityComparer<TValue>.Default.Equals(value, change.Expected),
        };
        if (!isDone)
        {
            return new Outcome<TValue>(proposal, false, has, value!);
        }

        if (change.Kind is ChangeKind.Remove or ChangeKind.CompareAndRemove)
        {
            _map.Remove(change.Key);
            _versions.Remove(change.Key);
            return new Outcome<TValue>(proposal, true, false, default!);
        }

        _map[change.Key] = change.Value;
        _versions[change.Key] = Number + 1;
        return new Outcome<TValue>(proposal, true, true, change.Value);
    }
}
