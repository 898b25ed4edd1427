namespace Enso.Queues;

/// <summary>One of several writers of a queue. Each thread that publishes has one of its own.</summary>
/// <typeparam name="T">The type of the messages.</typeparam>
/// <typeparam name="TStorage">Where they lie.</typeparam>
public sealed class SharedWriter<T, TStorage> : IQueueWriter<T>
    where TStorage : struct, IStorage<T>
{
    // In the writers' cursor, beside the number of claimed sequences: nobody can claim any more.
    private const long Ended = 1L << 62;

    private readonly QueueCore<T, TStorage> _core;
    private readonly CursorTable _cursors;
    private readonly Marks _marks;
    private readonly Waiter _waiter;
    private readonly bool _drops;
    private TStorage _storage;
    private long _claimedFrom;
    private int _claimed;
    private SingleUse _use;

    internal SharedWriter(QueueCore<T, TStorage> core, Marks marks)
    {
        _core = core;
        _cursors = core.Cursors;
        _marks = marks;
        _waiter = new Waiter(core.Room);
        _storage = core.Storage;
        _drops = core.Options.FullPolicy is FullPolicy.DropNewest or FullPolicy.DropOldest;
    }

    /// <inheritdoc/>
    public bool TryPublish([TakesOwnershipWhen(true)] T message)
    {
        _use.Enter();
        CheckClaim(1);
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
        _core.Messages.Notify();
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

            WaitForRoom();
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

            cancellationToken.ThrowIfCancellationRequested();
            CountBlocked();
            _waiter.PrepareTask();
            _core.Room.Add<TStorage>(_waiter);
            if (!HasRoom() || !_core.Room.Remove(_waiter))
            {
                await _waiter.AsTask(cancellationToken).ConfigureAwait(false);
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public bool TryClaim(int count, out Slots<T> slots)
    {
        _use.Enter();
        CheckClaim(count);
        if (!TryTake(count, out long sequence))
        {
            Interlocked.Increment(ref _cursors[QueueCore<T, TStorage>.Writer].Rejected);
            slots = default;
            _use.Leave();
            return false;
        }

        Span<T> first = _storage.ToWrite(sequence, count);
        slots = new Slots<T>(
            first, first.Length == count ? default : _storage.ToWrite(sequence + first.Length, count - first.Length));
        _claimedFrom = sequence;
        _claimed = count;
        _use.Leave();
        return true;
    }

    /// <inheritdoc/>
    public void Commit()
    {
        _use.Enter();
        if (_claimed == 0)
        {
            _use.Leave();
            throw new InvalidOperationException("Nothing is claimed: Commit follows a TryClaim that returned true.");
        }

        for (int i = 0; i < _claimed; i++)
        {
            _marks.Set<TStorage>(_claimedFrom + i);
        }

        _claimed = 0;
        _core.Messages.Notify();
        _use.Leave();
    }

    /// <inheritdoc/>
    public void Complete(Exception? error = null)
    {
        ref long claimed = ref _cursors[QueueCore<T, TStorage>.Writer].Sequence;
        long seen = TStorage.ReadAcquire(ref claimed);
        while ((seen & Ended) == 0 && !TStorage.CompareExchange(ref claimed, seen | Ended, seen))
        {
            seen = TStorage.ReadAcquire(ref claimed);
        }

        _core.Complete(error);
    }

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

    // Takes sequences that nobody else has: the only step that writers contend for.
    private bool TryTake(int count, out long sequence)
    {
        ref Cursor shared = ref _cursors[QueueCore<T, TStorage>.Writer];
        while (true)
        {
            sequence = TStorage.ReadRelaxed(ref shared.Sequence);
            if ((sequence & Ended) != 0)
            {
                _use.Leave();
                throw _core.PublishedTooLate();
            }

            // Another writer may have looked at the reader for all; pairs with the release below.
            if (sequence + count > TStorage.ReadAcquire(ref shared.Limit) && !Extend(ref shared, sequence, count))
            {
                return false;
            }

            if (TStorage.CompareExchange(ref shared.Sequence, sequence + count, sequence))
            {
                return true;
            }
        }
    }

    private bool Extend(ref Cursor shared, long sequence, int count)
    {
        long oldest = _core.Oldest();
        long depth = sequence - oldest;
        if (depth > TStorage.ReadRelaxed(ref shared.HighWater))
        {
            TStorage.WriteRelaxed(ref shared.HighWater, depth);
        }

        long limit = oldest + _storage.Capacity;
        if (sequence + count > limit)
        {
            return DropOldest(ref shared, sequence + count - _storage.Capacity);
        }

        // An older value may overwrite a newer one: it is only smaller, and looked at again.
        TStorage.WriteRelease(ref shared.Limit, limit);
        return true;
    }

    // Moves the reader on, past messages that are finished and that it does not hold.
    private bool DropOldest(ref Cursor shared, long wanted)
    {
        if (!_core.DropsOldest)
        {
            return false;
        }

        ref long reader = ref _cursors[QueueCore<T, TStorage>.FirstReader].Sequence;
        long seen = TStorage.ReadAcquire(ref reader);
        while (seen >= 0 && seen < wanted)
        {
            if (_marks.EndOf<TStorage>(seen, wanted - seen) < wanted)
            {
                return false;
            }

            if (TStorage.CompareExchange(ref reader, wanted, seen))
            {
                Interlocked.Add(ref shared.Dropped, wanted - seen);
            }

            seen = TStorage.ReadAcquire(ref reader);
        }

        return QueueCore<T, TStorage>.Position(seen) >= wanted;
    }

    private void WaitForRoom()
    {
        CountBlocked();
        Pause pause = new(_core.Options.WaitStrategy);
        while (!HasRoom())
        {
            if (pause.Once())
            {
                continue;
            }

            _waiter.PrepareThread();
            _core.Room.Add<TStorage>(_waiter);
            if (!HasRoom() || !_core.Room.Remove(_waiter))
            {
                _waiter.Sleep();
            }
        }
    }

    // Completion counts as room: publishing then says so.
    private bool HasRoom()
    {
        long claimed = TStorage.ReadAcquire(ref _cursors[QueueCore<T, TStorage>.Writer].Sequence);
        return (claimed & Ended) != 0 || claimed < _core.Oldest() + _storage.Capacity;
    }

    private void CountBlocked() => Interlocked.Increment(ref _cursors[QueueCore<T, TStorage>.Writer].Blocked);

    private bool TurnAway()
    {
        ref Cursor shared = ref _cursors[QueueCore<T, TStorage>.Writer];
        Interlocked.Increment(ref _drops ? ref shared.Dropped : ref shared.Rejected);
        return _drops;
    }

    private void CheckClaim(int count)
    {
        if (_claimed != 0)
        {
            _use.Leave();
            throw new InvalidOperationException($"{_claimed} places are claimed already: commit them first.");
        }

        if (count < 1 || count > _storage.MaximumCapacity)
        {
            _use.Leave();
            throw new ArgumentOutOfRangeException(
                nameof(count), count, $"From 1 to {_storage.MaximumCapacity} places can be claimed, as many as the queue holds.");
        }
    }
}
