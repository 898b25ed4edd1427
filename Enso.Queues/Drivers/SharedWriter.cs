namespace Enso.Queues;

/// <summary>One of several writers of a queue. Each thread that publishes has one of its own.</summary>
/// <typeparam name="T">The type of the messages.</typeparam>
/// <typeparam name="TStorage">Where they lie.</typeparam>
public sealed class SharedWriter<T, TStorage> : IQueueWriter<T>, IWaitable
    where TStorage : struct, IStorage<T>
{
    // In the writers' cursor, beside the number of claimed sequences: nobody can claim any more.
    private const long Ended = 1L << 62;

    private readonly QueueCore<T, TStorage> _core;

    // The writers' cursor, whose sequence is the next that nobody has claimed.
    private readonly CursorReference _shared;

    // This writer's: the next sequence as it was when it last looked, and how far the reader lets it write.
    private readonly CursorTable _memory = new(1);
    private readonly CursorReference _own;
    private readonly Marks _marks;
    private readonly Notifier<TStorage> _messages;
    private readonly Waiter<TStorage> _waiter;
    private readonly bool _drops;
    private TStorage _storage;
    private SingleUse _use;

    internal SharedWriter(QueueCore<T, TStorage> core, Marks marks)
    {
        _core = core;
        _shared = core.Cursors.At(QueueCore<T, TStorage>.Writer);
        _own = _memory.At(0);
        _own.Value.Sequence = 0;
        _marks = marks;
        _messages = new Notifier<TStorage>(core.Messages);
        _waiter = new Waiter<TStorage>(core.Room, _ => HasRoom());
        _storage = core.Storage;
        _drops = core.Options.FullPolicy is FullPolicy.DropNewest or FullPolicy.DropOldest;
    }

    /// <inheritdoc/>
    public bool TryPublish([TakesOwnershipWhen(true)] T message)
    {
        QueueCore<T, TStorage>.CheckNothingHeld(Own.Held);
        _use.Enter();
        if (!TryTake(1, out long sequence))
        {
            _use.Leave();
            return TurnAway();
        }

        if (Handover<T>.IsNeeded)
        {
            HandOver(ref message, sequence);
        }

        _storage.ToWrite(sequence) = message;
        _marks.Set<TStorage>(sequence);
        _messages.Notify();
        _use.Leave();
        return true;
    }

    /// <inheritdoc/>
    public bool Publish([TakesOwnershipWhen(true)] T message)
    {
        while (!TryPublish(message))
        {
            if (_core.Options.FullPolicy == FullPolicy.Reject)
            {
                return false;
            }

            CountBlocked();
            _waiter.Wait(1, _core.Options.WaitStrategy);
        }

        return true;
    }

    /// <inheritdoc/>
    public async ValueTask<bool> PublishAsync([TakesOwnership] T message, CancellationToken cancellationToken = default)
    {
        while (!TryPublish(message))
        {
            if (_core.Options.FullPolicy == FullPolicy.Reject)
            {
                return false;
            }

            CountBlocked();
            await _waiter.SleepAsync(1, cancellationToken).ConfigureAwait(false);
        }

        return true;
    }

    /// <inheritdoc/>
    public bool TryClaim(int count, out Slots<T> slots)
    {
        _core.CheckClaim(count, Own.Held);
        _use.Enter();
        if (!TryTake(count, out long sequence))
        {
            Interlocked.Increment(ref _shared.Value.Rejected);
            slots = default;
            _use.Leave();
            return false;
        }

        slots = QueueCore<T, TStorage>.ToWrite(ref _storage, sequence, count);
        Own.Held = count;
        _use.Leave();
        return true;
    }

    /// <inheritdoc/>
    public void Commit()
    {
        if (Own.Held == 0)
        {
            throw QueueCore<T, TStorage>.NothingClaimed();
        }

        _use.Enter();
        long end = Own.Sequence;
        for (long sequence = end - Own.Held; sequence < end; sequence++)
        {
            _marks.Set<TStorage>(sequence);
        }

        Own.Held = 0;
        _messages.Notify();
        _use.Leave();
    }

    /// <inheritdoc/>
    public void Complete(Exception? error = null)
    {
        ref long claimed = ref _shared.Value.Sequence;
        long expected = TStorage.ReadAcquire(ref claimed);
        while ((expected & Ended) == 0)
        {
            long seen = TStorage.CompareExchange(ref claimed, expected | Ended, expected);
            if (seen == expected)
            {
                break;
            }

            expected = seen;
        }

        _core.Complete(error);
    }

    /// <inheritdoc/>
    bool IWaitable.IsReady => HasRoom();

    /// <inheritdoc/>
    bool IWaitable.TryArm(Action wake) => _waiter.Arm(1, wake);

    /// <inheritdoc/>
    bool IWaitable.Disarm() => _waiter.Disarm();

    private ref Cursor Own => ref _own.Value;

    // The place is taken already. When the message turns out to be somebody else's, an empty one goes there, for the reader
    // waits for what others publish behind it.
    private void HandOver(ref T message, long sequence)
    {
        try
        {
            Handover<T>.Send(ref message);
        }
        catch
        {
            _storage.ToWrite(sequence) = default!;
            _marks.Set<TStorage>(sequence);
            _use.Leave();
            throw;
        }
    }

    // Takes sequences that nobody else has: the only step that writers contend for. It begins with what this writer knows,
    // for to look first would fetch the line twice: once to read it, once to write it.
    private bool TryTake(int count, out long sequence)
    {
        ref long next = ref _shared.Value.Sequence;
        sequence = Own.Sequence;
        while (true)
        {
            if (sequence + count > Own.Limit && !TryExtend(ref sequence, count))
            {
                return false;
            }

            long seen = TStorage.CompareExchange(ref next, sequence + count, sequence);
            if (seen == sequence)
            {
                Own.Sequence = sequence + count;
                return true;
            }

            CheckOpen(seen);
            sequence = seen;
        }
    }

    // What this writer knows is used up, so it looks at both sides anew.
    private bool TryExtend(ref long sequence, int count)
    {
        sequence = TStorage.ReadAcquire(ref _shared.Value.Sequence);
        CheckOpen(sequence);
        long oldest = _core.Oldest();
        long depth = sequence - oldest;
        if (depth > TStorage.ReadRelaxed(ref _shared.Value.HighWater))
        {
            TStorage.WriteRelaxed(ref _shared.Value.HighWater, depth);
        }

        Own.Sequence = sequence;
        Own.Limit = oldest + _storage.Capacity;
        return sequence + count <= Own.Limit || DropOldest(sequence + count - _storage.Capacity);
    }

    private void CheckOpen(long claimed)
    {
        if ((claimed & Ended) != 0)
        {
            _use.Leave();
            throw _core.PublishedTooLate();
        }
    }

    // Moves the reader on, past messages that are finished and that it does not hold.
    private bool DropOldest(long wanted)
    {
        if (!_core.DropsOldest)
        {
            return false;
        }

        ref long reader = ref _core.Cursors[QueueCore<T, TStorage>.FirstReader].Sequence;
        long expected = TStorage.ReadAcquire(ref reader);
        while (expected >= 0 && expected < wanted)
        {
            if (_marks.EndOf<TStorage>(expected, wanted - expected) < wanted)
            {
                return false;
            }

            long seen = TStorage.CompareExchange(ref reader, wanted, expected);
            if (seen == expected)
            {
                Interlocked.Add(ref _shared.Value.Dropped, wanted - expected);
                return true;
            }

            expected = seen;
        }

        return QueueCore<T, TStorage>.Position(expected) >= wanted;
    }

    // Completion counts as room: publishing then says so.
    private bool HasRoom()
    {
        long claimed = TStorage.ReadAcquire(ref _shared.Value.Sequence);
        return (claimed & Ended) != 0 || claimed < _core.Oldest() + _storage.Capacity;
    }

    private void CountBlocked() => Interlocked.Increment(ref _shared.Value.Blocked);

    private bool TurnAway()
    {
        Interlocked.Increment(ref _drops ? ref _shared.Value.Dropped : ref _shared.Value.Rejected);
        return _drops;
    }
}
