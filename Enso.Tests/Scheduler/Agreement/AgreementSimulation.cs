using Enso.Scheduler;

namespace Enso.Tests.Scheduler.Agreement;

/// <summary>Cores that keep a map together, on a network and a clock that a seed decides: messages take any time
/// (in order between two cores), come again later, cores stop at any moment and come back. After each step
/// everything that must hold is compared with a model.</summary>
internal sealed class AgreementSimulation
{
    private const int Keys = 4;
    private const long Timeout = 100;

    private readonly int _seed;
    private readonly Random _random;
    private readonly ReplicatedMap<int, int>[] _maps;
    private readonly Queue<AgreementMessage>[,] _network;
    private readonly bool[] _isStopped;
    private readonly bool _losesMessages;
    private readonly List<(int From, int To, AgreementMessage Message)> _past = [];

    // The model: what was committed, in order, and the map after each round.
    private readonly List<object> _log = [];
    private readonly List<string> _states = [];
    private readonly Dictionary<int, int> _model = [];
    private readonly Dictionary<(int Core, long Proposal), Outcome<int>> _outcomes = [];
    private readonly long[] _told;
    private readonly long[] _proposed;
    private bool _mayStop = true;
    private long _now;

    public AgreementSimulation(int seed, CommitRule rule)
    {
        _seed = seed;
        _random = new Random(seed);
        int cores = 1 + (seed % 6);
        _losesMessages = _random.Next(2) == 0;
        AgreementOptions options = new() { Cores = cores, Timeout = Timeout, MaximumPending = 8, Rule = rule };
        _maps = [.. Enumerable.Range(0, cores).Select(core => new ReplicatedMap<int, int>(core, options))];
        _network = new Queue<AgreementMessage>[cores, cores];
        _isStopped = new bool[cores];
        _told = new long[cores];
        _proposed = new long[cores];
        _states.Add(Show(_model));
        foreach (ReplicatedMap<int, int> map in _maps)
        {
            map.Applied = Record;
            for (int to = 0; to < cores; to++)
            {
                _network[map.Core, to] = new Queue<AgreementMessage>();
            }
        }
    }

    /// <summary>How many rounds were committed.</summary>
    public int Rounds => _log.Count;

    /// <summary>How often another core took over.</summary>
    public int Elections { get; private set; }

    public void Run(int steps)
    {
        for (int step = 0; step < steps; step++)
        {
            Step();
        }

        // No core stops any more. A quorum goes on without the others, and then with them.
        _mayStop = false;
        for (int core = 0; core < _maps.Length; core++)
        {
            _isStopped[core] &= CommitRule.IsQuorum(Running & ~(1UL << core), _maps.Length);
        }

        while (!CommitRule.IsQuorum(Running, _maps.Length))
        {
            _isStopped[Array.IndexOf(_isStopped, true)] = false;
        }

        Settle("a quorum is stuck");
        Array.Fill(_isStopped, false);
        Settle("all run and are stuck");
        foreach (ReplicatedMap<int, int> map in _maps)
        {
            Require(map.Version == _log.Count, $"core {map.Core} is left behind");
            Require(_told[map.Core] == _proposed[map.Core], $"core {map.Core} was not told all outcomes");
            Require(!map.NeedsTime && map.Silent == 0, $"core {map.Core} does not come to rest");
        }
    }

    private ulong Running
    {
        get
        {
            ulong running = 0;
            for (int core = 0; core < _maps.Length; core++)
            {
                running |= _isStopped[core] ? 0 : 1UL << core;
            }

            return running;
        }
    }

    private void Step()
    {
        int core = _random.Next(_maps.Length);
        int other = _random.Next(_maps.Length);
        switch (_random.Next(40))
        {
            case 0:
                _isStopped[core] = !_isStopped[core];
                break;
            case 1 or 2 or 3 when !_isStopped[core]:
                Propose(_maps[core]);
                break;
            case 4 when _past.Count > 0:
                (int From, int To, AgreementMessage Message) again = _past[_random.Next(_past.Count)];
                Deliver(again.From, again.To, again.Message);
                break;
            case < 12:
                _now += _random.Next(1 + (int)(Timeout / 8));
                Tick(core);
                break;
            default:
                DeliverNext(core, other);
                break;
        }
    }

    private void Settle(string complaint)
    {
        // After many wrong guesses each wait is 64 times the timeout.
        for (int round = 0; round < 64 * 100; round++)
        {
            _now += Timeout / 10;
            for (int core = 0; core < _maps.Length; core++)
            {
                Tick(core);
            }

            for (bool isMoving = true; isMoving;)
            {
                isMoving = false;
                for (int pair = 0; pair < _maps.Length * _maps.Length; pair++)
                {
                    isMoving |= DeliverNext(pair / _maps.Length, pair % _maps.Length);
                }
            }

            if (_maps.All(map => _isStopped[map.Core]
                || (map.Pending == 0 && (Running != (1UL << _maps.Length) - 1 || !map.NeedsTime))))
            {
                return;
            }
        }

        Require(false, complaint);
    }

    private void Propose(ReplicatedMap<int, int> map)
    {
        Change<int, int>[] changes = [.. Enumerable.Range(0, 1 + _random.Next(3)).Select(_ => new Change<int, int>(
            (ChangeKind)_random.Next(5), _random.Next(Keys), _random.Next(3), _random.Next(3)))];
        bool isTaken = map.TryPropose(changes, out long first);
        Require(!isTaken || first == _proposed[map.Core] + 1, "proposals are not numbered one after the other");
        _proposed[map.Core] += isTaken ? changes.Length : 0;
        Look(map);
    }

    private void Tick(int core)
    {
        if (!_isStopped[core])
        {
            _maps[core].Tick(_now);
            Look(_maps[core]);
        }
    }

    private bool DeliverNext(int from, int to)
    {
        if (_network[from, to].Count == 0 || (_isStopped[to] && !_losesMessages))
        {
            return false;
        }

        AgreementMessage message = _network[from, to].Dequeue();
        _past.Add((from, to, message));
        Deliver(from, to, message);
        return true;
    }

    private void Deliver(int from, int to, AgreementMessage message)
    {
        if (!_isStopped[to])
        {
            _maps[to].Receive(from, message);
            Look(_maps[to]);
        }
    }

    // Sends what the core has to send, unless it stops before or in between; and checks what it has become.
    private void Look(ReplicatedMap<int, int> map)
    {
        StopPerhaps(map.Core);
        while (!_isStopped[map.Core] && map.TryTake(out int to, out AgreementMessage message))
        {
            Require(to != map.Core, $"core {map.Core} sends to itself");
            _network[map.Core, to].Enqueue(message);
            StopPerhaps(map.Core);
        }

        while (map.TryTakeEvent(out AgreementEvent happened))
        {
            Elections += happened == new AgreementEvent(AgreementEventKind.Coordinator, map.Core) ? 1 : 0;
        }

        while (map.TryTakeOutcome(out Outcome<int> outcome))
        {
            Require(outcome.Proposal == ++_told[map.Core], $"core {map.Core} is told outcomes out of order");
            Require(
                _outcomes.TryGetValue((map.Core, outcome.Proposal), out Outcome<int> expected) && outcome == expected,
                $"core {map.Core} is told {outcome}, and it was {expected}");
        }

        Require(map.Version < _states.Count, $"core {map.Core} is ahead of what was committed");
        Dictionary<int, int> state = [];
        foreach ((int key, int value) in map)
        {
            state.Add(key, value);
        }

        Require(
            Show(state) == _states[(int)map.Version],
            $"core {map.Core} has {Show(state)} after round {map.Version}, not {_states[(int)map.Version]}");
    }

    private void StopPerhaps(int core) => _isStopped[core] |= _mayStop && _random.Next(300) == 0;

    // The first core that commits a round decides it for all.
    private void Record(long number, Request<int, int>[] batch)
    {
        if (number <= _log.Count)
        {
            Require(ReferenceEquals(_log[(int)number - 1], batch), $"two cores differ in round {number}");
            return;
        }

        Require(number == _log.Count + 1, $"round {number} comes after round {_log.Count}");
        _log.Add(batch);
        foreach (Request<int, int> request in batch)
        {
            for (int i = 0; i < request.Changes.Length; i++)
            {
                (int Core, long Proposal) id = (request.Core, request.First + i);
                if (!_outcomes.ContainsKey(id))
                {
                    _outcomes.Add(id, Model(id.Proposal, request.Changes[i]));
                }
            }
        }

        _states.Add(Show(_model));
    }

    private Outcome<int> Model(long proposal, Change<int, int> change)
    {
        bool has = _model.TryGetValue(change.Key, out int value);
        bool isPut = change.Kind == ChangeKind.Put
            || (change.Kind == ChangeKind.PutIfAbsent && !has)
            || (change.Kind == ChangeKind.CompareAndPut && has && value == change.Expected);
        if (isPut)
        {
            _model[change.Key] = change.Value;
            return new Outcome<int>(proposal, true, true, change.Value);
        }

        bool isTaken = has && (change.Kind == ChangeKind.Remove
            || (change.Kind == ChangeKind.CompareAndRemove && value == change.Expected));
        if (isTaken)
        {
            _model.Remove(change.Key);
        }

        return new Outcome<int>(proposal, isTaken, has && !isTaken, isTaken ? 0 : value);
    }

    private static string Show(Dictionary<int, int> map) =>
        string.Join(' ', map.OrderBy(entry => entry.Key).Select(entry => $"{entry.Key}={entry.Value}"));

    private void Require(bool holds, string complaint)
    {
        if (!holds)
        {
            throw new BrokenAgreementException($"Seed {_seed}: {complaint}.");
        }
    }
}
