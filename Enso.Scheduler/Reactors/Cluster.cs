using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Enso.Queues;

namespace Enso.Scheduler;

/// <summary>The reactors of several cores, which talk to one another: each core owns one publisher, and every core subscribes to
/// every core's, its own too.</summary>
public sealed class Cluster
{
    // A pair of cache lines, which processors fetch together.
    private const int GapBytes = 128;

    private readonly Publisher<Message, Vec<Message>>[] _rings;
    private readonly Reactor?[] _reactors;
    private readonly Flag[] _asleep;
    private readonly Flag[] _halted;

    // How many have halted: an element of its own array, so that it shares no cache line with what changes often.
    private readonly Flag[] _halts = new Flag[1];
    private readonly Lock _lock = new();

    // Lie between what is made for one core and what is made for the next, which would share a cache line otherwise: one core
    // writes there in each turn what the other reads in each. The collector keeps the order of objects that live.
    private readonly byte[][] _gaps;

    // What cores agree on, by number: replaced under the lock, read by any core.
    private Agreement[] _agreements = [];

    /// <summary>Makes a cluster without reactors.</summary>
    /// <param name="cores">How many cores: from 1 to <see cref="MaximumCores"/>.</param>
    /// <param name="options">What the reactors are made with; null for the default.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option has a value that is not allowed; the message says what is.
    /// </exception>
    public Cluster(int cores, ReactorOptions? options = null)
    {
        if (cores is < 1 or > MaximumCores)
        {
            throw new ArgumentOutOfRangeException(nameof(cores), cores, $"There are from 1 to {MaximumCores} cores.");
        }

        Options = options ?? new ReactorOptions();
        Options.Check();
        if (Options.TimerCore is { } timerCore && (uint)timerCore >= (uint)cores)
        {
            throw new ArgumentOutOfRangeException(
                nameof(options), timerCore, $"The timer core is one of the cores 0 to {cores - 1}, or null for each its own.");
        }

        if (Options.InterruptCore is { } interruptCore && (uint)interruptCore >= (uint)cores)
        {
            throw new ArgumentOutOfRangeException(
                nameof(options), interruptCore, $"The interrupt core is one of the cores 0 to {cores - 1}, or null for none.");
        }

        _reactors = new Reactor[cores];
        _gaps = new byte[2 * cores][];
        Watchdog = new Watchdog(this);
        _asleep = new Flag[cores];
        _halted = new Flag[cores];
        _rings = new Publisher<Message, Vec<Message>>[cores];
        for (int core = 0; core < cores; core++)
        {
            _rings[core] = new Publisher<Message, Vec<Message>>(
                new QueueOptions { Capacity = Options.BusCapacity, MaximumReaders = cores, FullPolicy = FullPolicy.Reject });
        }
    }

    /// <summary>The most cores.</summary>
    public const int MaximumCores = QueueOptions.MaximumReadersLimit;

    /// <summary>How many cores.</summary>
    public int Cores => _reactors.Length;

    /// <summary>What the reactors are made with.</summary>
    public ReactorOptions Options { get; }

    /// <summary>What its cores agree on, in the order in which it was made.</summary>
    public IReadOnlyList<Agreement> Agreements => Volatile.Read(ref _agreements);

    /// <summary>Names tasks that run too long, while they do.</summary>
    public Watchdog Watchdog { get; }

    /// <summary>A core's reactor.</summary>
    /// <param name="core">The core.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such core.</exception>
    /// <exception cref="InvalidOperationException">It has no reactor yet.</exception>
    public Reactor this[int core]
    {
        get
        {
            CheckCore(core);
            return Volatile.Read(ref _reactors[core]) ?? throw new InvalidOperationException($"Core {core} has no reactor yet.");
        }
    }

    /// <summary>A core's reactor; null when it has none yet.</summary>
    /// <param name="core">The core.</param>
    internal Reactor? Find(int core) => Volatile.Read(ref _reactors[core]);

    /// <summary>What can be seen of a core's own ring.</summary>
    /// <param name="core">The core.</param>
    public QueueProperties RingOf(int core)
    {
        CheckCore(core);
        return _rings[core].Properties;
    }

    /// <summary>Makes a core's reactor. All of a cluster are made before any runs, so that none misses a message.</summary>
    /// <typeparam name="TPlatform">The core that it runs on.</typeparam>
    /// <typeparam name="TDiscipline">What chooses among its tasks.</typeparam>
    /// <param name="platform">The core.</param>
    /// <returns>The reactor.</returns>
    /// <exception cref="InvalidOperationException">The core has one.</exception>
    public Reactor<TPlatform, TDiscipline> Add<TPlatform, TDiscipline>(TPlatform platform)
        where TPlatform : struct, IPlatform
        where TDiscipline : struct, IDiscipline<TDiscipline>
    {
        int core = platform.Core;
        CheckCore(core);
        if (_reactors[core] is not null)
        {
            throw new InvalidOperationException($"Core {core} has a reactor already.");
        }

        _gaps[2 * core] = new byte[GapBytes];
        Bus bus = new(_rings[core].Writer, Array.ConvertAll(_rings, ring => ring.Subscribe()));
        Reactor<TPlatform, TDiscipline> reactor = new(this, platform, bus);
        _gaps[(2 * core) + 1] = new byte[GapBytes];
        Volatile.Write(ref _reactors[core], reactor);
        return reactor;
    }

    /// <summary>Refuses a core that there is not.</summary>
    /// <param name="core">The core.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is none; the message says which there are.</exception>
    public void CheckCore(int core)
    {
        if ((uint)core >= (uint)_reactors.Length)
        {
            throw new ArgumentOutOfRangeException(nameof(core), core, $"There are cores 0 to {_reactors.Length - 1}.");
        }
    }

    /// <summary>Takes in something that cores agree on.</summary>
    /// <param name="agreement">It; whole once it has its number.</param>
    /// <returns>Its number.</returns>
    internal int Add(Agreement agreement)
    {
        lock (_lock)
        {
            Agreement[] known = _agreements;

            // Pairs with the reads of those that a message of the agreement reaches.
            Volatile.Write(ref _agreements, [.. known, agreement]);
            return known.Length;
        }
    }

    /// <summary>What cores agree on by a number.</summary>
    /// <param name="number">The number, which messages carry.</param>
    internal Agreement AgreementAt(int number) => Volatile.Read(ref _agreements)[number];

    /// <summary>Whether a core has halted: it takes no messages any more.</summary>
    /// <param name="core">The core.</param>
    public bool HasHalted(int core) => Volatile.Read(ref _halted[core].Value) != 0;

    /// <summary>How many cores have halted. Read before <see cref="HasHalted"/>, it counts none that is not
    /// seen there.</summary>
    internal int Halts => Volatile.Read(ref _halts[0].Value);

    /// <summary>Says that a core has halted, and passes a full barrier.</summary>
    /// <param name="core">The core.</param>
    internal void SetHalted(int core)
    {
        Volatile.Write(ref _halted[core].Value, 1);
        Interlocked.Increment(ref _halts[0].Value);
    }

    /// <summary>Says that a core is about to sleep, or is awake again.</summary>
    /// <param name="core">The core.</param>
    /// <param name="value">Whether it sleeps.</param>
    internal void SetAsleep(int core, bool value) => Volatile.Write(ref _asleep[core].Value, value ? 1 : 0);

    /// <summary>Wakes a core if it has said that it sleeps. The caller has passed a full barrier since it gave it something to
    /// do; it pairs with the one that the core passes after it has said so and before it looks for the last time.</summary>
    /// <param name="core">The core.</param>
    /// <param name="from">Whose platform wakes it.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void WakeIfAsleep(int core, Reactor from)
    {
        if (Volatile.Read(ref _asleep[core].Value) != 0)
        {
            from.WakePlatform(core);
        }
    }

    /// <summary>Whether a core has said that it sleeps.</summary>
    /// <param name="core">The core.</param>
    internal bool IsAsleep(int core) => Volatile.Read(ref _asleep[core].Value) != 0;

    // In a pair of cache lines of its own, wherever the array begins.
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Flag
    {
        [FieldOffset(128)]
        public int Value;
    }
}
