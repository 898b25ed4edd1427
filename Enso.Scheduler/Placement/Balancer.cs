using Enso.Queues;

namespace Enso.Scheduler;

/// <summary>Spreads messages over cores by the hash of their keys, processes them there, and polls what comes of them
/// by priority on the way out. Buckets of keys move between cores while messages are under way.</summary>
/// <remarks><para>One task hands out (<see cref="Hand"/>), a task of each core processes (<see cref="Serve"/>), and one
/// takes what comes out (<see cref="Open"/>); they may be on any cores.</para>
/// <para>The messages of a key that have the same priority come out in the order in which they were handed out, whatever
/// moves: the last word of a bucket that leaves a core goes out behind its messages, and from there to the bucket's new
/// core. Each message comes out once. Nothing is allocated after construction.</para>
/// <para>When a core's part fails or is cancelled, the balancer goes on no more, for that core's keys have no other
/// place: what was processed comes out, and then all who hand out, process or take are told why.</para></remarks>
/// <typeparam name="TKey">The type of the keys.</typeparam>
/// <typeparam name="T">The type of the messages.</typeparam>
/// <typeparam name="TWork">What is done with them.</typeparam>
public sealed class Balancer<TKey, T, TWork>
    where TKey : notnull
    where TWork : struct, IBalanced<TKey, T>
{
    private const int MostPriorities = 63;

    private static readonly TaskOptions s_part = new() { Name = "balancer" };

    private readonly BalancerLane<TKey, T, TWork>[] _lanes;
    private readonly Buckets<TKey> _buckets;
    private readonly BalancerOptions _options;
    private readonly BalancerFailure _failure = new();

    // On how many ways out the last word of each bucket has come out: the one's who takes what comes out.
    private readonly byte[] _words;

    // How much each bucket was handed of late, and each core.
    private readonly long[] _loads;
    private readonly long[] _loadsOfCores;

    // Where the one who hands out waits for room; each is made when it first does.
    private readonly TaskWriter<BalancedItem<T>>?[] _writers;
    private TWork _work;

    /// <summary>Makes it.</summary>
    /// <param name="cores">Over how many cores: those of a cluster from 0.</param>
    /// <param name="work">What is done with messages; each core has a copy.</param>
    /// <param name="options">What it is made with; null for the default.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option has a value that is not allowed; the message says what is.
    /// </exception>
    public Balancer(int cores, TWork work, BalancerOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(cores, 1);
        _options = options ?? new BalancerOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.Batch, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.Polls.Count, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(_options.Polls.Count, MostPriorities, nameof(options));
        _work = work;
        _buckets = new Buckets<TKey>(_options.Buckets, cores);
        _words = new byte[_options.Buckets];
        _loads = new long[_options.Buckets];
        _loadsOfCores = new long[cores];
        _writers = new TaskWriter<BalancedItem<T>>[cores];
        _lanes = new BalancerLane<TKey, T, TWork>[cores];
        for (int core = 0; core < cores; core++)
        {
            _lanes[core] = new BalancerLane<TKey, T, TWork>(core, work, _options, _failure);
        }
    }

    /// <summary>How many cores process.</summary>
    public int Cores => _lanes.Length;

    /// <summary>Which core has which key's messages; the one who hands out may look.</summary>
    public Buckets<TKey> Buckets => _buckets;

    /// <summary>How many times a bucket was moved.</summary>
    public long Moves { get; private set; }

    /// <summary>How many messages a core has processed.</summary>
    /// <param name="core">The core.</param>
    public long ProcessedOn(int core) => _lanes[core].Processed;

    /// <summary>Hands a message out; waits for room in the queue to its core.</summary>
    /// <param name="context">The task that hands out: one at a time.</param>
    /// <param name="message">The message.</param>
    /// <exception cref="QueueCompletedException">A core's part has failed, or was cancelled; why is inside.</exception>
    /// <exception cref="OperationCanceledException">The task was asked to end; it is told once.</exception>
    public async ReactorTask Hand(TaskContext context, T message)
    {
        _failure.Check();
        int bucket = _buckets.BucketOf(_work.KeyOf(in message));
        int core = _buckets.CoreOf(bucket);
        while (!TryPut(core, new BalancedItem<T>(bucket, message, false, default)))
        {
            _writers[core] ??= TaskWriter<BalancedItem<T>>.Create(context.Reactor, _lanes[core].Inward.Writer);
            await _writers[core]!.Ready();
            _failure.Check();
        }

        _loads[bucket]++;
        _loadsOfCores[core]++;
    }

    /// <summary>Moves a bucket, if there is room for the words that say so; by the one who hands out.</summary>
    /// <param name="bucket">The bucket.</param>
    /// <param name="core">Where it goes.</param>
    /// <returns>Whether it goes there: false when it is there already, or a queue is full.</returns>
    /// <exception cref="QueueCompletedException">A core's part has failed, or was cancelled; why is inside.</exception>
    public bool TryMove(int bucket, int core)
    {
        _failure.Check();
        int old = _buckets.CoreOf(bucket);
        if (!HasRoom(old) || !HasRoom(core) || !_buckets.TryMove(bucket, core, out Handover toOld, out Handover toNew))
        {
            return false;
        }

        if (!TryPut(old, BalancedItem<T>.Of(toOld)) || !TryPut(core, BalancedItem<T>.Of(toNew)))
        {
            throw new InvalidOperationException("BUG: one task hands out, and there was room.");
        }

        _loadsOfCores[old] -= _loads[bucket];
        _loadsOfCores[core] += _loads[bucket];
        Moves++;
        return true;
    }

    /// <summary>Moves the bucket from the core that was handed most of late to the one that was handed least which evens
    /// them out best. What was handed out before counts half from now on; by the one who hands out.</summary>
    /// <returns>Whether one was moved.</returns>
    /// <exception cref="QueueCompletedException">A core's part has failed, or was cancelled; why is inside.</exception>
    public bool TryBalance()
    {
        int most = 0;
        int least = 0;
        for (int core = 1; core < _lanes.Length; core++)
        {
            most = _loadsOfCores[core] > _loadsOfCores[most] ? core : most;
            least = _loadsOfCores[core] < _loadsOfCores[least] ? core : least;
        }

        long difference = _loadsOfCores[most] - _loadsOfCores[least];
        int best = -1;
        for (int bucket = 0; bucket < _loads.Length; bucket++)
        {
            // A bucket that has more than the difference would only change the two cores' places.
            if (_buckets.CoreOf(bucket) == most && _loads[bucket] > 0 && _loads[bucket] < difference
                && (best < 0 || Distance(bucket, difference) < Distance(best, difference)))
            {
                best = bucket;
            }
        }

        bool isMoved = best >= 0 && TryMove(best, least);
        Forget();
        return isMoved;
    }

    /// <summary>Says that nothing more is handed out: the others end when all has come out.</summary>
    public void Complete() => Array.ForEach(_lanes, lane => lane.Inward.Writer.Complete());

    /// <summary>Processes what is handed out to a core, until nothing more is. To be awaited: as a task of its own it
    /// would not begin if that were cancelled before its first turn, and nobody would know
    /// (<see cref="Incarnate"/>).</summary>
    /// <param name="context">The task, on that core: one for each of the cores.</param>
    /// <exception cref="QueueCompletedException">Another core's part has failed, or was cancelled; why is
    /// inside.</exception>
    public ReactorTask Serve(TaskContext context)
    {
        int core = context.Reactor.Core;
        if ((uint)core >= (uint)_lanes.Length)
        {
            throw new InvalidOperationException($"Cores 0 to {_lanes.Length - 1} process, and core {core} does not.");
        }

        return Run(context, _lanes[core]);
    }

    /// <summary>The work of a task that processes what is handed out to its core: one for each of the cores.</summary>
    public Work Incarnate()
    {
        bool hasBegun = false;
        return new ClosingWork(Begin, s_part, End);

        async ReactorTask Begin(TaskContext context)
        {
            hasBegun = true;
            await Serve(context);
        }

        void End(TaskLimitException? refusal)
        {
            if (!hasBegun)
            {
                Fail(refusal ?? (Exception)new OperationCanceledException("The task was cancelled before it began."));
            }
        }
    }

    /// <summary>Opens the way out, for one task.</summary>
    /// <param name="reactor">The core's on which that task runs.</param>
    public BalancerOutput<T> Open(Reactor reactor)
    {
        ArgumentNullException.ThrowIfNull(reactor);
        int priorities = _options.Polls.Count;
        Reader<BalancedItem<T>, Vec<BalancedItem<T>>>[][] readers =
        [
            .. Enumerable.Range(0, priorities)
                .Select(priority => Array.ConvertAll(_lanes, lane => lane.Outward[priority].Reader)),
        ];
        return new BalancerOutput<T>(
            reactor, [.. _options.Polls], readers, Array.ConvertAll(_lanes, lane => lane.Back.Writer), _words, _failure);
    }

    private async ReactorTask Run(TaskContext context, BalancerLane<TKey, T, TWork> lane)
    {
        try
        {
            await lane.Run(context);
        }
        catch (Exception error)
        {
            Fail(error);
            throw;
        }
    }

    private void Fail(Exception reason)
    {
        _failure.Set(reason);
        Array.ForEach(_lanes, lane => lane.Fail(reason));
    }

    private long Distance(int bucket, long difference) => Math.Abs((2 * _loads[bucket]) - difference);

    private void Forget()
    {
        Array.Clear(_loadsOfCores);
        for (int bucket = 0; bucket < _loads.Length; bucket++)
        {
            _loads[bucket] /= 2;
            _loadsOfCores[_buckets.CoreOf(bucket)] += _loads[bucket];
        }
    }

    private bool HasRoom(int core) => ((IWaitable)_lanes[core].Inward.Writer).IsReady;

    private bool TryPut(int core, in BalancedItem<T> item) => _lanes[core].Inward.Writer.TryPublish(item);
}
