using Enso.Scheduler;

namespace Enso.Tests.Scheduler.Simulation;

/// <summary>In turn, but forgets one of so many that are added.</summary>
internal readonly struct Losing : IDiscipline<Losing>
{
    private const int LosesOneOf = 200;

    private readonly RoundRobin _inner;
    private readonly int[] _added;

    private Losing(RoundRobin inner) => (_inner, _added) = (inner, new int[1]);

    public int Capacity => _inner.Capacity;

    public int Count => _inner.Count;

    public static Losing Create(DisciplineOptions options) => new(RoundRobin.Create(options));

    public void Add(int entity, in Terms terms, long now)
    {
        if (++_added[0] % LosesOneOf != 0)
        {
            _inner.Add(entity, in terms, now);
        }
    }

    public bool Remove(int entity) => _inner.Remove(entity);

    public bool Contains(int entity) => _inner.Contains(entity);

    public int Select(long now) => _inner.Select(now);

    public void Charge(int entity, long used, long now) => _inner.Charge(entity, used, now);

    public void Forget(int entity) => _inner.Forget(entity);
}
