using Enso.Scheduler;

namespace Enso.Tests.Scheduler.Simulation;

/// <summary>As another discipline, but one entity runs only when no other wants to.</summary>
/// <typeparam name="TInner">The other.</typeparam>
internal readonly struct Starving<TInner> : IDiscipline<Starving<TInner>>
    where TInner : struct, IDiscipline<TInner>
{
    private const int Victim = 2;

    private readonly TInner _inner;
    private readonly Terms[] _terms;

    private Starving(TInner inner) => (_inner, _terms) = (inner, new Terms[1]);

    public static bool IsTimed => TInner.IsTimed;

    public static bool UsesTime => TInner.UsesTime;

    public int Capacity => _inner.Capacity;

    public int Count => _inner.Count;

    public static Starving<TInner> Create(DisciplineOptions options) => new(TInner.Create(options));

    public void Add(int entity, in Terms terms, long now)
    {
        if (entity == Victim)
        {
            _terms[0] = terms;
        }

        _inner.Add(entity, in terms, now);
    }

    public bool Remove(int entity) => _inner.Remove(entity);

    public bool Contains(int entity) => _inner.Contains(entity);

    public int Select(long now)
    {
        int entity = _inner.Select(now);
        if (entity != Victim || Count == 0)
        {
            return entity;
        }

        entity = _inner.Select(now);
        _inner.Add(Victim, in _terms[0], now);
        return entity;
    }

    public void Charge(int entity, long used, long now) => _inner.Charge(entity, used, now);

    public void Forget(int entity) => _inner.Forget(entity);
}
