using Enso.Scheduler;

namespace Enso.Tests.Scheduler.Simulation;

/// <summary>In turn, but at times says that it has nothing although it has.</summary>
internal readonly struct Hiding : IDiscipline<Hiding>
{
    private const int HidesOneOf = 100;

    private readonly RoundRobin _inner;
    private readonly int[] _selected;

    private Hiding(RoundRobin inner) => (_inner, _selected) = (inner, new int[1]);

    public int Capacity => _inner.Capacity;

    public int Count => _inner.Count;

    public static Hiding Create(DisciplineOptions options) => new(RoundRobin.Create(options));

    public void Add(int entity, in Terms terms, long now) => _inner.Add(entity, in terms, now);

    public bool Remove(int entity) => _inner.Remove(entity);

    public bool Contains(int entity) => _inner.Contains(entity);

    public int Select(long now) => ++_selected[0] % HidesOneOf == 0 ? Discipline.None : _inner.Select(now);

    public void Charge(int entity, long used, long now) => _inner.Charge(entity, used, now);

    public void Forget(int entity) => _inner.Forget(entity);
}
