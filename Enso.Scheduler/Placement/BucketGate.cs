namespace Enso.Scheduler;

/// <summary>A core's side of moving buckets: it holds the messages of a bucket that has come here until the core
/// where the bucket was has run all earlier ones. So each key's messages are run in the order in which they were
/// handed out.</summary>
/// <remarks><para>The core asks for each message in the order of the queue from the one who hands out
/// (<see cref="Admit"/>), and gives each <see cref="Handover"/> of that queue, in its place, and of the other
/// cores to <see cref="TryReceive"/>. After each word it takes what is released until there is nothing, and sends
/// what <see cref="TryTake"/> gives.</para>
/// <para>Who hands out waits for nobody; a full gate makes its core stop reading that queue, and nobody waits for
/// that core meanwhile but the one who hands out. Words from other cores are always taken. Nothing is allocated
/// after construction.</para></remarks>
/// <typeparam name="T">The type of the messages.</typeparam>
public sealed class BucketGate<T>
{
    private const int None = -1;

    private readonly Bucket[] _buckets;
    private readonly Node[] _nodes;

    // Buckets whose first held message may be run, and words to be sent: chains of buckets and of nodes.
    private readonly Queue<int> _ready;
    private readonly Queue<Handover> _words;
    private int _free;

    /// <summary>Makes one that holds nothing.</summary>
    /// <param name="buckets">How many buckets there are.</param>
    /// <param name="capacity">How many messages and words it can hold; at least 1.</param>
    public BucketGate(int buckets, int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(buckets, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _buckets = new Bucket[buckets];
        Array.Fill(_buckets, new Bucket { First = None, Last = None });
        _nodes = new Node[capacity];
        for (int node = 0; node < capacity; node++)
        {
            _nodes[node].Next = node + 1 < capacity ? node + 1 : None;
        }

        _ready = new Queue<int>(buckets);
        _words = new Queue<Handover>(capacity + 1);
    }

    /// <summary>How many messages and words it holds.</summary>
    public int Count { get; private set; }

    /// <summary>Asks what to do with a message.</summary>
    /// <param name="bucket">Its bucket.</param>
    /// <param name="message">The message; the gate keeps it when the answer is <see
    /// cref="GateAnswer.Held"/>.</param>
    public GateAnswer Admit(int bucket, in T message)
    {
        ref Bucket at = ref _buckets[bucket];
        if (!at.IsHeld)
        {
            return GateAnswer.Run;
        }

        return TryHold(ref at, new Node { Message = message }) ? GateAnswer.Held : GateAnswer.Full;
    }

    /// <summary>Takes a word.</summary>
    /// <param name="word">The word: from the one who hands out, in its place among the messages, or from a
    /// core.</param>
    /// <returns>False when the gate is full: leave the word in its queue, like a message. Never for
    /// <see cref="HandoverKind.Drained"/>.</returns>
    public bool TryReceive(in Handover word)
    {
        ref Bucket at = ref _buckets[word.Bucket];
        switch (word.Kind)
        {
            case HandoverKind.Drained:
                // It may come before the word that announces it: they come by different queues.
                at.Drained = Math.Max(at.Drained, word.Move);
                Open(word.Bucket);
                return true;
            case HandoverKind.Drain when !at.IsHeld:
                _words.Enqueue(DrainedOf(word));
                return true;
            case HandoverKind.Expect when !at.IsHeld:
                at.Awaited = Math.Max(at.Awaited, word.Move);
                return true;
            default:
                // What it holds of the bucket comes first.
                return TryHold(ref at, new Node { Word = word, IsWord = true });
        }
    }

    /// <summary>Gives back a message that was held and may be run now; run it before the next is asked
    /// for.</summary>
    /// <remarks>Words that were held among messages are taken from the front on the way: so there may be one to be
    /// sent although this says that there is no message. Ask <see cref="TryTake"/> after it, whatever it says.
    /// </remarks>
    /// <param name="bucket">Its bucket.</param>
    /// <param name="message">The message.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryRelease(out int bucket, out T message)
    {
        while (_ready.TryPeek(out bucket))
        {
            ref Bucket at = ref _buckets[bucket];
            if (at.First == None || at.IsAwaiting)
            {
                _ready.Dequeue();
                at.IsReady = false;
                continue;
            }

            Node node = TakeFirst(ref at);
            if (!node.IsWord)
            {
                message = node.Message;
                return true;
            }

            if (node.Word.Kind == HandoverKind.Drain)
            {
                _words.Enqueue(DrainedOf(node.Word));
            }
            else
            {
                at.Awaited = Math.Max(at.Awaited, node.Word.Move);
            }
        }

        message = default!;
        return false;
    }

    /// <summary>Takes a word that is to be sent to another core.</summary>
    /// <param name="word">The word, with the core that it goes to.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryTake(out Handover word) => _words.TryDequeue(out word);

    private static Handover DrainedOf(in Handover drain) =>
        drain with { Kind = HandoverKind.Drained, To = drain.Next };

    private void Open(int bucket)
    {
        ref Bucket at = ref _buckets[bucket];
        if (at.First != None && !at.IsAwaiting && !at.IsReady)
        {
            at.IsReady = true;
            _ready.Enqueue(bucket);
        }
    }

    private bool TryHold(ref Bucket at, in Node node)
    {
        int place = _free;
        if (place == None)
        {
            return false;
        }

        _free = _nodes[place].Next;
        _nodes[place] = node with { Next = None };
        if (at.First == None)
        {
            at.First = place;
        }
        else
        {
            _nodes[at.Last].Next = place;
        }

        at.Last = place;
        Count++;
        return true;
    }

    private Node TakeFirst(ref Bucket at)
    {
        int place = at.First;
        Node node = _nodes[place];
        at.First = node.Next;
        _nodes[place] = new Node { Next = _free };
        _free = place;
        Count--;
        return node;
    }

    private struct Bucket
    {
        public int First;
        public int Last;
        public long Awaited;
        public long Drained;
        public bool IsReady;

        /// <summary>Whether the core where it was has not drained yet.</summary>
        public readonly bool IsAwaiting => Awaited > Drained;

        /// <summary>Whether what comes now must wait behind something.</summary>
        public readonly bool IsHeld => First != None || IsAwaiting;
    }

    private struct Node
    {
        public T Message;
        public Handover Word;
        public bool IsWord;
        public int Next;
    }
}
