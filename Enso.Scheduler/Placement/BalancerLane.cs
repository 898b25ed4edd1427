using Enso.Queues;

namespace Enso.Scheduler;

/// <summary>A core's part of a balancer: it takes what is handed out to it, processes what it may, and puts it on the
/// way out. It waits for nobody in the middle of that: what cannot go on is kept.</summary>
/// <typeparam name="TKey">The type of the keys.</typeparam>
/// <typeparam name="T">The type of the messages.</typeparam>
/// <typeparam name="TWork">What is done with them.</typeparam>
internal sealed class BalancerLane<TKey, T, TWork>
    where TWork : struct, IBalanced<TKey, T>
{
    // Ends that it waits at: the way in, words, and from there the ways out.
    private const int In = 0;
    private const int Words = 1;
    private const int Out = 2;

    private readonly int _core;
    private readonly BucketGate<T> _gate;
    private readonly int _batch;
    private readonly BalancerFailure _failure;
    private TWork _work;

    // What was processed and is to go out, and on which ways it still is to: bits.
    private BalancedItem<T> _leaving;
    private ulong _ways;

    // Whether nothing can be taken in before another core has sent a word.
    private bool _isStuck;
    private bool _isOver;

    /// <summary>Makes it.</summary>
    /// <param name="core">The core.</param>
    /// <param name="work">What is done with messages.</param>
    /// <param name="options">What the balancer is made with.</param>
    /// <param name="failure">Why the balancer goes on no more.</param>
    public BalancerLane(int core, TWork work, BalancerOptions options, BalancerFailure failure)
    {
        _core = core;
        _failure = failure;
        _work = work;
        _batch = options.Batch;
        _gate = new BucketGate<T>(options.Buckets, options.Held);
        QueueOptions queue = new() { Capacity = options.Capacity, FullPolicy = FullPolicy.Reject };
        Inward = new Link<BalancedItem<T>, Vec<BalancedItem<T>>>(queue);
        Outward = [.. options.Polls.Select(_ => new Link<BalancedItem<T>, Vec<BalancedItem<T>>>(queue))];

        // A bucket's next word comes after the one before was taken, so there is always room.
        Back = new Link<Handover, Vec<Handover>>(queue with { Capacity = options.Buckets });
    }

    /// <summary>What is handed out to the core.</summary>
    public Link<BalancedItem<T>, Vec<BalancedItem<T>>> Inward { get; }

    /// <summary>The ways out, one for each priority.</summary>
    public Link<BalancedItem<T>, Vec<BalancedItem<T>>>[] Outward { get; }

    /// <summary>Words that buckets have left another core.</summary>
    public Link<Handover, Vec<Handover>> Back { get; }

    /// <summary>How many messages it has processed.</summary>
    public long Processed { get; private set; }

    /// <summary>Ends all that others wait at: they find the reason, which was set before.</summary>
    /// <param name="reason">Why nothing comes of it any more.</param>
    public void Fail(Exception reason)
    {
        Inward.Writer.Complete(reason);
        Back.Writer.Complete(reason);
        Array.ForEach(Outward, link => link.Writer.Complete(reason));
    }

    /// <summary>Serves until nothing more is handed out, and all has gone out.</summary>
    /// <param name="context">The task, on the core.</param>
    public async ReactorTask Run(TaskContext context)
    {
        using TaskEnds ends = TaskEnds.Create(
            context.Reactor, [Inward.Reader, Back.Reader, .. Outward.Select(link => link.Writer)]);
        while (!_isOver)
        {
            _failure.Check();
            int count = 0;
            while (count < _batch && Step())
            {
                count++;
            }

            if (count == _batch)
            {
                await context.Yield();
            }
            else if (!_isOver)
            {
                ends.Await(In, _ways == 0 && !_isStuck && !Inward.Reader.IsCompleted);
                ends.Await(Words, true);
                for (int way = 0; way < Outward.Length; way++)
                {
                    ends.Await(Out + way, (_ways & (1UL << way)) != 0);
                }

                await ends.Ready();
            }
        }

        Array.ForEach(Outward, link => link.Writer.Complete());
    }

    // Does one thing, if there is one to do.
    private bool Step()
    {
        if (Back.Reader.TryNext(out Handover word))
        {
            _gate.TryReceive(word);
            return true;
        }

        if (_ways != 0)
        {
            return Leave();
        }

        if (_gate.TryRelease(out int bucket, out T message))
        {
            Process(bucket, message);
            return true;
        }

        // After the release, which may bring words too.
        if (_gate.TryTake(out word))
        {
            // Behind all that the bucket has on any way, and so it is behind it wherever that is read.
            _leaving = BalancedItem<T>.Of(word);
            _ways = (1UL << Outward.Length) - 1;
            return true;
        }

        return Take();
    }

    private bool Take()
    {
        _isStuck = false;
        if (!Inward.Reader.TryRead(1, out Slots<BalancedItem<T>> items))
        {
            _isOver = Inward.Reader.IsCompleted && _gate.Count == 0;
            return false;
        }

        BalancedItem<T> item = items[0];
        GateAnswer answer = item.IsWord switch
        {
            false => _gate.Admit(item.Bucket, item.Message),
            _ => _gate.TryReceive(item.Word) ? GateAnswer.Held : GateAnswer.Full,
        };
        _isStuck = answer == GateAnswer.Full;
        if (!_isStuck)
        {
            items[0] = default;
        }

        // Before it is processed, which may fail: it is a copy.
        Inward.Reader.Release(_isStuck ? 0 : 1);
        if (answer == GateAnswer.Run)
        {
            Process(item.Bucket, item.Message);
        }

        return !_isStuck;
    }

    private void Process(int bucket, T message)
    {
        _work.Process(_core, ref message);
        Processed++;
        int priority = _work.PriorityOf(in message);
        if ((uint)priority >= (uint)Outward.Length)
        {
            throw new ArgumentOutOfRangeException(
                nameof(message), priority, $"Priorities are from 0 to {Outward.Length - 1}.");
        }

        _leaving = new BalancedItem<T>(bucket, message, false, default);
        _ways = 1UL << priority;
    }

    private bool Leave()
    {
        ulong before = _ways;
        for (int way = 0; way < Outward.Length; way++)
        {
            if ((_ways & (1UL << way)) != 0 && Outward[way].Writer.TryPublish(_leaving))
            {
                _ways &= ~(1UL << way);
            }
        }

        if (_ways == 0)
        {
            _leaving = default;
        }

        return _ways != before;
    }
}
