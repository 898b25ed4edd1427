namespace Enso.Scheduler;

/// <summary>Names tasks whose poll does not end, while it runs. A poll costs nothing for it: what is looked at, from
/// another thread, is which task a core runs, in which turn, and how often it was polled; all of it is written in
/// any case. What looks the same after an interval has run for at least so long.</summary>
/// <remarks>Each core looks at all of them in its turns, when an interval has passed since anybody did. So a single
/// long poll is found only while another core does something, or by whoever calls <see cref="Look"/> from a thread of
/// its own, as the kernel does.</remarks>
public sealed class Watchdog
{
    // A core that runs no task may have lost its processor to other threads: it is called silent later.
    private const int LimitsOfSilence = 10;

    private readonly Cluster _cluster;
    private readonly Sight[] _seen;
    private readonly Lock _lock = new();
    private long _nextLook;

    /// <summary>Makes it.</summary>
    /// <param name="cluster">The cores.</param>
    internal Watchdog(Cluster cluster)
    {
        _cluster = cluster;
        _seen = new Sight[cluster.Cores];
        Limit = Math.Max(cluster.Options.PollBudget, cluster.Options.WatchInterval);
    }

    /// <summary>How long a poll runs before it is named, and from one look to the next, in nanoseconds.</summary>
    public long Limit { get; }

    /// <summary>Looks at all cores, unless somebody did within the last interval, and names tasks that have run too
    /// long. Each poll is named again whenever it has run for twice as long.</summary>
    /// <param name="now">The time, as the cores have it.</param>
    /// <param name="report">Takes lines for people.</param>
    /// <returns>How many were named.</returns>
    public int Look(long now, Action<string> report)
    {
        ArgumentNullException.ThrowIfNull(report);
        if (!IsDue(now) || !_lock.TryEnter())
        {
            return 0;
        }

        try
        {
            Volatile.Write(ref _nextLook, now > long.MaxValue - Limit ? long.MaxValue : now + Limit);
            int count = 0;
            for (int core = 0; core < _seen.Length; core++)
            {
                if (_cluster.Find(core) is { } reactor && Describe(ref _seen[core], reactor, now) is { } line)
                {
                    report(line);
                    count++;
                }
            }

            return count;
        }
        finally
        {
            _lock.Exit();
        }
    }

    /// <summary>Whether nobody has looked for an interval.</summary>
    /// <param name="now">The time.</param>
    internal bool IsDue(long now) => now >= Volatile.Read(ref _nextLook);

    private string? Describe(ref Sight seen, Reactor reactor, long now)
    {
        Sight sight = Sight.Of(reactor, now);
        if (sight.Turn == 0 || reactor.HasHalted || _cluster.IsAsleep(reactor.Core))
        {
            seen = default;
            return null;
        }

        long limit = sight.Node is null && Limit < long.MaxValue / LimitsOfSilence ? Limit * LimitsOfSilence : Limit;
        if (!sight.IsOf(in seen))
        {
            seen = sight with { Reported = limit / 2 };
            return null;
        }

        long used = now - seen.Since;
        if (used < limit || used / 2 < seen.Reported)
        {
            return null;
        }

        seen.Reported = used;
        string time = $"{used / 1_000_000} ms";
        if (sight.Node is not { } node)
        {
            return $"core {reactor.Core} has been in one turn for {time}, and runs no task: something that it was asked "
                + "to execute, or an interrupt's handler, takes long";
        }

        string line = $"task {reactor.IdOf(node)}{Reactor.NameOf(node)} has run for {time} in one poll, and still runs";

        // Else it has ended meanwhile, and the name may be another one's.
        return Sight.Of(reactor, now).IsOf(in sight) ? line : null;
    }

    // What a core was seen to do. Polls of a task only ever become more, as do turns.
    private record struct Sight(long Turn, TaskNode? Node, uint Generation, long Polls)
    {
        /// <summary>Since when it is known to do that.</summary>
        public long Since { get; private init; }

        /// <summary>After how long it was named last; half of when it first is.</summary>
        public long Reported { get; set; }

        public static Sight Of(Reactor reactor, long now)
        {
            // In this order: what changes after it was read makes the next sight another one.
            TaskNode? node = reactor.LookAtRunning();
            return new Sight(reactor.Turns, node, node?.Generation ?? 0, node?.Polls ?? 0) { Since = now };
        }

        public readonly bool IsOf(in Sight other) => Turn == other.Turn && Node == other.Node
            && Generation == other.Generation && Polls == other.Polls;
    }
}
