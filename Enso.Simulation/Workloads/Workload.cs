using Enso.Scheduler;

namespace Enso.Simulation.Workloads;

/// <summary>Runs one workload on a simulated machine, to its end.</summary>
/// <typeparam name="TDiscipline">What chooses among tasks.</typeparam>
internal sealed class Workload<TDiscipline>
    where TDiscipline : struct, IDiscipline<TDiscipline>
{
    private const long MostSteps = 300_000;
    private const int RootsPerCore = 3;
    private const int Depth = 4;

    // Longer than the timeout of what cores agree on, so that the others find the core silent.
    private const long MostFreeze = World.LongestFreeze;

    private readonly WorkloadOptions _options;
    private readonly Simulation<TDiscipline> _simulation;
    private readonly World _world;
    private readonly Random _random;
    private readonly long[] _posted;
    private readonly long[] _taken;
    private bool _hasFrozen;

    /// <summary>Makes it.</summary>
    /// <param name="options">What it is.</param>
    /// <param name="promise">What the discipline promises those that wait.</param>
    /// <param name="faults">What is wrong on purpose; null for nothing.</param>
    /// <param name="trace">What is told of all; null for nobody.</param>
    public Workload(WorkloadOptions options, WaitPromise promise, Faults? faults = null, StepTrace? trace = null)
    {
        _options = options;
        _simulation = new Simulation<TDiscipline>(
            options.Cores, options.Seed, options.Reactors, promise, faults, trace);
        _world = new World(
            options,
            _simulation.Cluster,
            new SimulatedClock(
                _simulation.Trace, () => (_simulation.Now, _simulation.Steps), _simulation.Spend),
            faults ?? Faults.None);
        _random = new Random(unchecked((options.Seed * 31) + 7));
        _posted = new long[options.Cores];
        _taken = new long[options.Cores];
    }

    /// <summary>Runs it.</summary>
    /// <returns>What it was.</returns>
    /// <exception cref="SimulationException">Something that must hold does not.</exception>
    public WorkloadResult Run()
    {
        Start();
        while (_options.HaltsAfter == 0 || _simulation.Steps < _options.HaltsAfter)
        {
            if (!Step())
            {
                _world.CheckBooks();
                RequireWell();
                break;
            }
        }

        Halt();
        return new WorkloadResult(
            _simulation.Steps,
            _simulation.Now,
            _simulation.Trace.Digest,
            _world.Accounts.Sum(account => account.Begun));
    }

    private void Start()
    {
        for (int core = 0; core < _options.Cores; core++)
        {
            _world.SetListener(core, _simulation.Ask(core, reactor => reactor.Spawn(new Listener(_world))));
            _world.SetDevice(core, _simulation[core]);
        }

        for (int core = 0; core < _options.Cores; core++)
        {
            for (int root = 1 + _random.Next(RootsPerCore); root > 0; root--)
            {
                _simulation[core].Post(reactor => reactor.Spawn(_world.Lone(reactor.Current, Depth), _world.Terms()));
            }
        }
    }

    // What other threads do, then a step.
    private bool Step()
    {
        if (_simulation.Steps > MostSteps)
        {
            throw _simulation.Failure($"not at rest after {MostSteps} steps; {Books()}\n{Tasks()}");
        }

        if (_random.Next(1000) < _options.Posts && !_world.IsHalting)
        {
            Post(_random.Next(_options.Cores));
        }

        if (_world.Owed.Count != 0 && _random.Next(20) == 0)
        {
            _world.Owed.Dequeue()();
        }

        if (_simulation.Steps == _options.FreezesAt && !_hasFrozen)
        {
            _hasFrozen = true;
            int core = _random.Next(_options.Cores);
            _world.Note(core, Act.Freeze, MostFreeze);
            _simulation.Stall(core, _random.NextInt64(MostFreeze));
        }

        bool goesOn = _simulation.Step();
        _world.CheckAgreed();
        RequireWell();
        if (!goesOn && _world.Owed.TryDequeue(out Action? call))
        {
            call();
            return true;
        }

        return goesOn;
    }

    private void Post(int core)
    {
        long number = _posted[core]++;
        _world.Posts.Begin();
        _world.Note(core, Act.Post, number);
        _simulation[core].Post(reactor =>
        {
            _world.Posts.Finish();
            if (number != _taken[core]++ || reactor.Core != core)
            {
                _world.Accuse($"core {reactor.Core} has taken post {number} of core {core} out of turn");
            }
        });
    }

    private void Halt()
    {
        _world.IsHalting = true;
        _world.Note(0, Act.Halt);
        for (int core = 0; core < _options.Cores; core++)
        {
            _simulation[core].Post(reactor => reactor.Halt());
        }

        while (Step())
        {
        }

        for (int core = 0; core < _options.Cores; core++)
        {
            if (!_simulation[core].HasHalted || _simulation[core].Tasks != 0)
            {
                throw _simulation.Failure(
                    $"core {core} was asked to halt, and rests with {_simulation[core].Tasks} tasks; {Books()}\n"
                    + Tasks());
            }
        }

        _world.CheckBooks();
        RequireWell();
    }

    private void RequireWell()
    {
        if (_world.Wrong is { } wrong)
        {
            throw _simulation.Failure(wrong);
        }
    }

    private string Tasks() => string.Join(
        '\n',
        Enumerable.Range(0, _options.Cores).SelectMany(core => _simulation[core].ListTasks())
            .Where(task => task.Parent != TaskId.None)
            .Select(task => $"{new string(' ', task.Depth * 2)}{task.Id} {task.State}, polled {task.Polls} times"
                + (task.IsCancelled ? ", cancelled" : "")));

    private string Books() => string.Join("; ", _world.Accounts.Where(account => account.Open != 0));
}
