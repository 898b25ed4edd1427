using Enso.Scheduler;

namespace Enso.Tests.Scheduler.Agreement;

/// <summary>Cores with a map each, whose messages go when the test says so. What is sent to a core that is stopped
/// is lost.</summary>
internal sealed class Cluster
{
    private readonly ReplicatedMap<string, int>[] _maps;
    private readonly bool[] _isStopped;
    private readonly List<Outcome<int>>[] _outcomes;
    private readonly List<AgreementEvent>[] _events;
    private readonly long _timeout;
    private long _now;

    public Cluster(int cores, long timeout, int pending = 100)
    {
        AgreementOptions options = new() { Cores = cores, Timeout = timeout, MaximumPending = pending };
        _maps = [.. Enumerable.Range(0, cores).Select(core => new ReplicatedMap<string, int>(core, options))];
        _isStopped = new bool[cores];
        _outcomes = [.. Enumerable.Range(0, cores).Select(_ => new List<Outcome<int>>())];
        _events = [.. Enumerable.Range(0, cores).Select(_ => new List<AgreementEvent>())];
        _timeout = timeout;
    }

    /// <summary>How many messages were sent.</summary>
    public int Sent { get; private set; }

    public ReplicatedMap<string, int> this[int core] => _maps[core];

    public bool All(Func<ReplicatedMap<string, int>, bool> holds) => _maps.All(holds);

    public void Stop(int core) => _isStopped[core] = true;

    public void Start(int core) => _isStopped[core] = false;

    /// <summary>Delivers all messages, and those that come of it.</summary>
    /// <returns>How many.</returns>
    public int Deliver()
    {
        int before = Sent;
        for (bool isMoving = true; isMoving;)
        {
            isMoving = false;
            for (int core = 0; core < _maps.Length; core++)
            {
                isMoving |= Deliver(core, to: -1);
            }
        }

        return Sent - before;
    }

    /// <summary>Delivers what one core has sent to another; what it has sent to the rest is lost.</summary>
    public bool Deliver(int from, int to)
    {
        bool hasAny = false;
        while (!_isStopped[from] && _maps[from].TryTake(out int target, out AgreementMessage message))
        {
            hasAny = true;
            Sent++;
            if (!_isStopped[target] && (to < 0 || to == target))
            {
                _maps[target].Receive(from, message);
            }
        }

        return hasAny;
    }

    /// <summary>Lets time pass, and messages come at once.</summary>
    public void Pass(long time)
    {
        for (long end = _now + time; _now < end;)
        {
            _now += _timeout / 10;
            for (int core = 0; core < _maps.Length; core++)
            {
                if (!_isStopped[core])
                {
                    _maps[core].Tick(_now);
                }
            }

            Deliver();
        }
    }

    public List<Outcome<int>> OutcomesOf(int core)
    {
        while (_maps[core].TryTakeOutcome(out Outcome<int> outcome))
        {
            _outcomes[core].Add(outcome);
        }

        return _outcomes[core];
    }

    public List<AgreementEvent> EventsOf(int core)
    {
        while (_maps[core].TryTakeEvent(out AgreementEvent happened))
        {
            _events[core].Add(happened);
        }

        return _events[core];
    }
}
