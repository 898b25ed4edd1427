namespace Enso.Scheduler.Simulation;

/// <summary>Reactors of several cores on one thread, a virtual clock and chance from a seed: the same seed does the same.
/// </summary>
/// <remarks><para>A step is a turn of one core, or a part of its falling asleep or waking up; which core takes it, how long it
/// takes, whether a core stalls for a while and how long a wake-up is under way are chance. What must hold is looked at after
/// every step:</para>
/// <list type="bullet">
/// <item>no lost wake-up: a core does not sleep while something is there for it, unless a wake-up is under way;</item>
/// <item>a child's parent is there as long as the child;</item>
/// <item>no starvation: a task that wants to run is polled within a number of the core's polls that its discipline
/// promises, where it promises one;</item>
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
    private readonly Dictionary<TaskId, (long Polls, long CorePolls)> _waiting = [];
    private readonly int _starvation;

    /// <summary>Makes one.</summary>
    /// <param name="cores">How many cores.</param>
    /// <param name="seed">What chance begins with.</param>
    /// <param name="options">What the reactors are made with; null for the default.</param>
    /// <param name="starvation">Within how many polls of its core a task that wants to run must be polled, as a multiple of
    /// the tasks that the core has; 0 not to look.</param>
    public Simulation(int cores, int seed, ReactorOptions? options = null, int starvation = 0)
    {
        Seed = seed;
        _random = new Random(seed);
        _machine = new SimulatedMachine(cores, _random);
        _stalledUntil = new long[cores];
        _starvation = starvation;
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

    /// <summary>How many steps were taken.</summary>
    public long Steps { get; private set; }

    /// <summary>A core's reactor.</summary>
    /// <param name="core">The core.</param>
    public Reactor<SimulatedPlatform, TDiscipline> this[int core] => _reactors[core];

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
                Step(core);
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

        bool hasPassed = stalled == long.MaxValue ? _machine.Pass(-1) : _machine.Pass(Math.Max(0, stalled - Now));
        Check();
        return hasPassed;
    }

    private void Step(int core)
    {
        Reactor<SimulatedPlatform, TDiscipline> reactor = _reactors[core];
        switch (_machine[core])
        {
            case CoreState.Awake:
                if (!reactor.HasHalted && !reactor.Turn())
                {
                    _machine[core] = CoreState.Idle;
                }
                else if (reactor.HasHalted)
                {
                    // Nobody wakes it any more, and nobody should.
                    _machine.Sleep(core, long.MaxValue);
                }

                break;
            case CoreState.Idle:
                _machine[core] = reactor.BeginSleep() ? CoreState.Drowsy : CoreState.Awake;
                break;
            case CoreState.Drowsy:
                _machine.Sleep(core, reactor.NextEvent);
                break;
            default:
                reactor.EndSleep();
                _machine[core] = CoreState.Awake;
                break;
        }
    }

    private void Check()
    {
        foreach (Reactor<SimulatedPlatform, TDiscipline> reactor in _reactors)
        {
            int core = reactor.Core;
            if (reactor.HasHalted)
            {
                continue;
            }

            if (_machine[core] is CoreState.Drowsy or CoreState.Asleep && !_machine.IsWakeUnderWay(core)
                && (reactor.Ready != 0 || reactor.IsAddressed))
            {
                throw Failure($"core {core} sleeps although something is there for it: a lost wake-up");
            }

            CheckTasks(reactor);
        }
    }

    private void CheckTasks(Reactor<SimulatedPlatform, TDiscipline> reactor)
    {
        HashSet<TaskId> seen = [];
        foreach (TaskView task in reactor.ListTasks())
        {
            if (!seen.Add(task.Id) || task.Id.Core != reactor.Core)
            {
                throw Failure($"task {task.Id} is in two places");
            }

            if (task.Parent != TaskId.None && !seen.Contains(task.Parent))
            {
                throw Failure($"task {task.Id} has outlived its parent {task.Parent}");
            }

            if (_starvation == 0)
            {
                continue;
            }

            if (task.State != TaskState.Ready || !_waiting.TryGetValue(task.Id, out (long Polls, long CorePolls) before)
                || before.Polls != task.Polls)
            {
                _waiting[task.Id] = (task.Polls, reactor.Polls);
            }
            else if (reactor.Polls - before.CorePolls > (long)_starvation * (reactor.Tasks + 1))
            {
                throw Failure($"task {task.Id} wants to run and starves");
            }
        }
    }

    private SimulationException Failure(string what) => new($"seed {Seed}, step {Steps}, {Now} ns: {what}");
}
