using Enso.Scheduler;

namespace Enso.Simulation.Workloads;

/// <summary>What the tasks of a workload share: chance, what is left to do, and the books of what was done.</summary>
internal sealed partial class World
{
    /// <summary>How many groups terms name.</summary>
    public const int Groups = 3;

    private const int MostTime = 3_000;

    private readonly SimulatedClock _clock;
    private readonly WorkloadOptions _options;
    private readonly Faults _faults;
    private readonly List<TaskId> _known = [];
    private readonly long[,] _told;
    private readonly long[,] _heard;
    private readonly TaskId[] _listeners;
    private readonly ClusterMap<int, long> _map;
    private readonly NameTable _names;
    private readonly AgreementWatch<int, long> _mapWatch;
    private readonly AgreementWatch<string, NameEntry> _nameWatch;
    private int _left;

    /// <summary>Makes it.</summary>
    /// <param name="options">What the workload is.</param>
    /// <param name="cluster">The simulated cores.</param>
    /// <param name="clock">The simulation's time.</param>
    /// <param name="faults">What is wrong on purpose.</param>
    public World(WorkloadOptions options, Cluster cluster, SimulatedClock clock, Faults faults)
    {
        _options = options;
        _clock = clock;
        _faults = faults;
        _left = options.Acts;
        Random = new Random(~options.Seed);
        _told = new long[options.Cores, options.Cores];
        _heard = new long[options.Cores, options.Cores];
        _listeners = new TaskId[options.Cores];
        ClusterMapOptions agreed = new()
        {
            Timeout = AgreementTimeout,
            MaximumPending = MostPending,
            Happened = (reactor, happened) => Note(reactor.Core, Act.Agree, (long)happened.Kind, happened.Core),
        };
        _map = new ClusterMap<int, long>(cluster, "numbers", agreed);
        _names = new NameTable(cluster, "names", agreed);
        _mapWatch = new AgreementWatch<int, long>(_map);
        _nameWatch = new AgreementWatch<string, NameEntry>(_names.Map);
        _rings = new IoRing<long, Device>[options.Cores];
    }

    /// <summary>What decides what tasks do.</summary>
    public Random Random { get; }

    /// <summary>The first thing that was found to be wrong; null for nothing yet.</summary>
    public string? Wrong { get; private set; }

    /// <summary>Whether all are being halted: cores do not answer any more then.</summary>
    public bool IsHalting { get; set; }

    /// <summary>The calls of methods that began as tasks.</summary>
    public Account Tasks { get; } = new("asynchronous tasks");

    /// <summary>Tasks that are objects.</summary>
    public Account Works { get; } = new("tasks that are objects");

    /// <summary>Children that somebody waits for.</summary>
    public Account Forks { get; } = new("forks");

    /// <summary>Sleeps.</summary>
    public Account Sleeps { get; } = new("sleeps");

    /// <summary>Requests to cores.</summary>
    public Account Requests { get; } = new("requests");

    /// <summary>Tokens for which tasks wait to be woken.</summary>
    public Account Tokens { get; } = new("wake-ups");

    /// <summary>Waits for what is outside.</summary>
    public Account Calls { get; } = new("calls from outside");

    /// <summary>What other threads post.</summary>
    public Account Posts { get; } = new("posts");

    /// <summary>Interval timers.</summary>
    public Account Intervals { get; } = new("interval timers");

    /// <summary>Readers and writers of queues.</summary>
    public Account Streams { get; } = new("streams");

    /// <summary>Proposed changes of what all agree on.</summary>
    public Account Proposals { get; } = new("proposals");

    /// <summary>Requests to devices.</summary>
    public Account Asks { get; } = new("requests to devices");

    /// <summary>Requests that devices have begun.</summary>
    public Account Commands { get; } = new("commands to devices");

    /// <summary>How many cores there are.</summary>
    public int Cores => _options.Cores;

    /// <summary>All of them.</summary>
    public IEnumerable<Account> Accounts =>
    [
        Tasks, Works, Forks, Sleeps, Requests, Tokens, Calls, Posts, Intervals, Streams, Proposals, Asks, Commands, Questions,
        Observations, Conversations, Balances,
    ];

    /// <summary>Callbacks that another thread owes to tasks.</summary>
    public Queue<Action> Owed { get; } = new();

    /// <summary>Says that something is wrong; the simulation ends after the step.</summary>
    /// <param name="what">What.</param>
    public void Accuse(string what) => Wrong ??= what;

    /// <summary>Adds to the trace.</summary>
    /// <param name="core">On which core.</param>
    /// <param name="act">What happened.</param>
    /// <param name="first">A number that belongs to it.</param>
    /// <param name="second">Another.</param>
    public void Note(int core, Act act, long first = 0, long second = 0) =>
        _clock.Trace.Add(_clock.Steps, _clock.Now, core, act, first, second);

    /// <summary>Lets the running task take time.</summary>
    public void Spend() => _clock.Spend(1 + Random.NextInt64(MostTime));

    /// <summary>What a new task is made with.</summary>
    public TaskOptions Terms() => new()
    {
        Name = Random.Next(3) == 0 ? "named" : null,
        Terms = new Terms
        {
            Priority = Random.Next(4),
            Weight = 1 + Random.Next(4),
            Deadline = Random.Next(3) == 0 ? long.MaxValue : _clock.Now + Random.NextInt64(100_000),
            Group = Random.Next(Groups),
        },
    };

    /// <summary>Looks at the books when all are at rest.</summary>
    public void CheckBooks()
    {
        Account[] open = [.. Accounts.Where(account => account.Open != 0)];
        if (open.Length != 0)
        {
            IEnumerable<string> accounts = open.Select(account => $"{account}");
            Accuse($"all cores are at rest, and some are open of {string.Join("; of ", accounts)}");
        }

        CheckProcesses();
        if (IsHalting)
        {
            return;
        }

        CheckAgreedAtRest();
        CheckDevices();
        for (int from = 0; from < _options.Cores; from++)
        {
            for (int to = 0; to < _options.Cores; to++)
            {
                if (_heard[from, to] != _told[from, to])
                {
                    Accuse($"core {from} has told core {to} {_told[from, to]} messages, of which {_heard[from, to]} came");
                }
            }
        }
    }

    /// <summary>Names the task to which a core's messages go.</summary>
    /// <param name="core">The core.</param>
    /// <param name="listener">The task.</param>
    public void SetListener(int core, TaskId listener) => _listeners[core] = listener;

    /// <summary>A message has come: it must be the next one of its sender.</summary>
    /// <param name="core">To which core.</param>
    /// <param name="message">The message.</param>
    public void Hear(int core, in Message message)
    {
        Note(core, Act.Hear, message.From, message.Value);
        if (message.Value != _heard[message.From, core]++)
        {
            Accuse($"message {message.Value} from core {message.From} came to core {core}, which waits for "
                + $"{_heard[message.From, core] - 1}");
        }
    }

    private int AnyCore() => Random.Next(_options.Cores);
}
