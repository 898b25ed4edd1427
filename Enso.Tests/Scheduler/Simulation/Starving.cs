using Enso.Scheduler;

namespace Enso.Tests.Scheduler.Simulation;

/// <summary>In turn, but one entity runs only when no other wants to.</summary>
internal readonly struct Starving : IDiscipline<Starving>
{
    private const int Victim = 3;

    private static readonly Terms s_terms = new();

    private readonly RoundRobin _inner;

    private Starving(RoundRobin inner) => _inner = inner;

    public int Capacity => _inner.Capacity;

    public int Count => _inner.Count;

    public static Starving Create(DisciplineOptions options) => new(RoundRobin.Create(options));

    public void Add(int entity, in Terms terms, long now) => _inner.Add(entity, in terms, now);

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
        _inner.Add(Victim, in s_terms, now);
        return entity;
    }

    public void Charge(int entity, long used, long now) => _inner.Charge(entity, used, now);

    public void Forget(int entity) => _inner.Forget(entity);
}
