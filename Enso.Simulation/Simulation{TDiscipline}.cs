using Enso.Scheduler;

namespace Enso.Simulation;

/// <summary>Reactors of several cores on one thread, a virtual clock and chance from a seed: the same seed does the same.
/// </summary>
/// <remarks><para>A step is a turn of one core, or a part of its falling asleep or waking up; which core takes it, how long it
/// takes, whether a core stalls for a while and how long a wake-up is under way are chance. What must hold is looked at after
/// every step:</para>
/// <list type="bullet">
/// <item>no lost wake-up: a core does not sleep while something is there for it, unless a wake-up is under way, nor longer
/// than to its next timer;</item>
/// <item>work conserving: a core that has tasks that want to run does not sleep, and polls some in each turn;</item>
/// <item>a child's parent is there as long as the child: all tasks hang together as a tree;</item>
/// <item>the discipline holds exactly the tasks that want to run;</item>
/// <item>no starvation: no others go before a task that wants to run than its discipline allows, where it promises
/// something (<see cref="WaitPromise"/>);</item>
/// <item>no task is in two places: each place of a core has one task at a time, and each task one place.</item>
/// </list></remarks>
/// <typeparam name="TDiscipline">What chooses among tasks.</typeparam>
public sealed class Simulation<TDiscipline>
    where TDiscipline : struct, IDiscipline<TDiscipline>
{
    private const long MaximumStep = 2_000;
    private const long MaximumStall = 200_000;
    private const int StallsInThousand = 2;

    private readonly Random _random;
    private readonly SimulatedMachine _machine;
    private readonly Reactor<SimulatedPlatform, TDiscipline>[] _reactors;
    private readonly long[] _stalledUntil;
    private readonly HashSet<TaskId> _seen = [];
    private readonly WaitWatch _waits;
    private readonly Faults _faults;

    /// <summary>Makes one.</summary>
    /// <param name="cores">How many cores.</param>
    /// <param name="seed">What chance begins with.</param>
    /// <param name="options">What the reactors are made with; null for the default.</param>
    /// <param name="promise">What the discipline promises those that wait; null for nothing.</param>
    /// <param name="faults">What is wrong with the machine on purpose; null for nothing.</param>
    /// <param name="trace">What is told of each step; null for a trace of its own.</param>
    public Simulation(
        int cores,
        int seed,
        ReactorOptions? options = null,
        WaitPromise? promise = null,
        Faults? faults = null,
        StepTrace? trace = null)
    {
        Seed = seed;
        _random = new Random(seed);
        _faults = faults ?? Faults.None;
        Trace = trace ?? new StepTrace();
        _machine = new SimulatedMachine(cores, _random, _faults);
        _stalledUntil = new long[cores];
        _waits = new WaitWatch(promise ?? WaitPromise.None);
        Cluster = new Cluster(cores, options);
        _reactors = new Reactor<SimulatedPlatform, TDiscipline>[cores];
        for (int core = 0; core < cores; core++)
        {
            _reactors[core] = Cluster.Add<SimulatedPlatform, TDiscipline>(new SimulatedPlatform(_machine, core));
        }
    }

    /// <summary>What chance began with.</summary>
    public int Seed { get; }

    /// <summary>The cores.</summary>
    public Cluster Cluster { get; }

    /// <summary>The virtual time, in nanoseconds.</summary>
    public long Now => _machine.Now;

    /// <summary>What has happened.</summary>
    public StepTrace Trace { get; }

    /// <summary>How many steps were taken.</summary>
    public long Steps { get; private set; }

    /// <summary>A core's reactor.</summary>
    /// <param name="core">The core.</param>
    public Reactor<SimulatedPlatform, TDiscipline> this[int core] => _reactors[core];

    /// <summary>Lets the task that runs take time.</summary>
    /// <param name="nanoseconds">How much.</param>
    public void Spend(long nanoseconds) => _machine.Spend(nanoseconds);

    /// <summary>Runs until no core has anything to do.</summary>
    /// <param name="most">After how many steps it is not expected to end any more.</param>
    /// <exception cref="SimulationException">Something that must hold does not, or it does not end.</exception>
    public void Run(long most = 1_000_000)
    {
        for (long step = 0; step < most; step++)
        {
            if (!Step())
            {
                return;
            }
        }

        throw Failure($"not at rest after {most} steps");
    }

    /// <summary>Has a core do something, as another thread would, and waits for it.</summary>
    /// <typeparam name="T">The answer's type.</typeparam>
    /// <param name="core">The core.</param>
    /// <param name="ask">What it does.</param>
    /// <returns>Its answer.</returns>
    /// <exception cref="SimulationException">Something that must hold does not, or the core does not do it.</exception>
    public T Ask<T>(int core, Func<Reactor, T> ask)
    {
        T? answer = default;
        System.Runtime.ExceptionServices.ExceptionDispatchInfo? thrown = null;
        bool hasAnswered = false;
        _reactors[core].Post(reactor =>
        {
            try
            {
                answer = ask(reactor);
            }
            catch (Exception error)
            {
                // Thrown to the one who asks.
                thrown = System.Runtime.ExceptionServices.ExceptionDispatchInfo.Capture(error);
            }

            hasAnswered = true;
        });
        while (!hasAnswered)
        {
            if (!Step())
            {
                throw Failure($"core {core} does not answer: it has halted, or was not woken");
            }
        }

        thrown?.Throw();
        return answer!;
    }

    /// <summary>Ends a core's sleep, or its next one, as an interrupt does.</summary>
    /// <param name="core">The core.</param>
    public void Interrupt(int core) => _machine.Wake(core);

    /// <summary>Has a core take no step for a while, as if it ran something that does not end.</summary>
    /// <param name="core">The core.</param>
    /// <param name="nanoseconds">How long.</param>
    public void Stall(int core, long nanoseconds) =>
        _stalledUntil[core] = Math.Max(_stalledUntil[core], Now + nanoseconds);

    /// <summary>Takes a step.</summary>
    /// <returns>False when all cores sleep and nothing will wake them.</returns>
    /// <exception cref="SimulationException">Something that must hold does not.</exception>
    public bool Step()
    {
        int first = _random.Next(_reactors.Length);
        for (int i = 0; i < _reactors.Length; i++)
        {
            int core = (first + i) % _reactors.Length;
            if (_machine[core] != CoreState.Asleep && _stalledUntil[core] <= Now)
            {
                Steps++;
                Trace.Add(Steps, Now, core, _machine[core], 0, 0);
                long start = Now;
                Step(core);
                CheckTasks(_reactors[core], Now - start);
                if (_random.Next(1000) < StallsInThousand)
                {
                    _stalledUntil[core] = Now + _random.NextInt64(MaximumStall);
                }

                _machine.Pass(_random.NextInt64(MaximumStep));
                Check();
                return true;
            }
        }

        long stalled = long.MaxValue;
        for (int core = 0; core < _reactors.Length; core++)
        {
            if (_machine[core] != CoreState.Asleep)
            {
                stalled = Math.Min(stalled, _stalledUntil[core]);
            }
        }

        bool hasPassed = _machine.PassToNext(stalled);
        Check();
        return hasPassed;
    }

    private void Step(int core)
    {
        Advance(core);

        // What a test does between steps it does as another thread would.
        Reactor.Leave();
    }

    private void Advance(int core)
    {
        Reactor<SimulatedPlatform, TDiscipline> reactor = _reactors[core];
        switch (_machine[core])
        {
            case CoreState.Awake when reactor.HasHalted:
                // Nobody wakes it any more, and nobody should.
                _machine.Sleep(core, long.MaxValue);
                break;
            case CoreState.Awake:
                Turn(reactor);
                break;
            case CoreState.Idle:
                _machine[core] = BeginSleep(reactor) ? CoreState.Drowsy : CoreState.Awake;
                break;
            case CoreState.Drowsy:
                _machine.Sleep(core, _faults.ForgetsTimers ? long.MaxValue : reactor.NextEvent);
                break;
            default:
                reactor.EndSleep();
                _machine[core] = CoreState.Awake;
                break;
        }
    }

    private void Turn(Reactor<SimulatedPlatform, TDiscipline> reactor)
    {
        long polls = reactor.Polls;
        if (!reactor.Turn() && !reactor.HasHalted)
        {
            _machine[reactor.Core] = CoreState.Idle;
        }

        if (reactor.Polls == polls && reactor.Ready != 0 && !reactor.HasHalted)
        {
            throw Failure($"core {reactor.Core} has polled nothing although {reactor.Ready} tasks want to run");
        }
    }

    private bool BeginSleep(Reactor<SimulatedPlatform, TDiscipline> reactor)
    {
        if (!_faults.SkipsLastLook)
        {
            return reactor.BeginSleep();
        }

        Cluster.SetAsleep(reactor.Core, true);
        return true;
    }

    private void Check()
    {
        foreach (Reactor<SimulatedPlatform, TDiscipline> reactor in _reactors)
        {
            int core = reactor.Core;
            if (reactor.HasHalted || _machine[core] is not (CoreState.Drowsy or CoreState.Asleep))
            {
                continue;
            }

            if (reactor.Ready != 0)
            {
                throw Failure($"core {core} sleeps although {reactor.Ready} of its tasks want to run");
            }

            if (_machine.IsWakeUnderWay(core))
            {
                continue;
            }

            if (reactor.IsAddressed)
            {
                throw Failure($"core {core} sleeps although something is there for it: a lost wake-up");
            }

            if (_machine[core] == CoreState.Asleep && _machine.SleepsUntil(core) > reactor.NextEvent)
            {
                throw Failure($"core {core} sleeps beyond {reactor.NextEvent} ns, when a timer is due");
            }
        }
    }

    private void CheckTasks(Reactor<SimulatedPlatform, TDiscipline> reactor, long elapsed)
    {
        if (reactor.HasHalted)
        {
            return;
        }

        int ready = 0;
        _seen.Clear();
        IReadOnlyList<TaskView> tasks = [.. reactor.ListTasks()];
        foreach (TaskView task in tasks)
        {
            if (!_seen.Add(task.Id) || task.Id.Core != reactor.Core)
            {
                throw Failure($"task {task.Id} is in two places");
            }

            if (task.Parent != TaskId.None && !_seen.Contains(task.Parent))
            {
                throw Failure($"task {task.Id} has outlived its parent {task.Parent}");
            }

            if (task.State is TaskState.Running or TaskState.Gone)
            {
                throw Failure($"task {task.Id} is {task.State} between the core's turns");
            }

            ready += task.State == TaskState.Ready ? 1 : 0;
        }

        if (_seen.Count != reactor.Tasks + 1)
        {
            throw Failure($"core {reactor.Core} has {reactor.Tasks} tasks, of which {_seen.Count - 1} hang under its root");
        }

        if (ready != reactor.Ready)
        {
            throw Failure(
                $"{ready} tasks of core {reactor.Core} want to run, and its discipline has {reactor.Ready}: one is lost");
        }

        if (_waits.Look(reactor, tasks, Now, elapsed) is { } wrong)
        {
            throw Failure(wrong);
        }
    }

    /// <summary>Says what is wrong, and where.</summary>
    /// <param name="what">What.</param>
    internal SimulationException Failure(string what) => new($"seed {Seed}, step {Steps}, {Now} ns: {what}");
}
