using System.Runtime.CompilerServices;

namespace Enso.Queues;

/// <summary>The only writer of a queue. Only one thread at a time may use it: a build for debugging notices a second one,
/// a release build loses messages.</summary>
/// <typeparam name="T">The type of the messages.</typeparam>
/// <typeparam name="TStorage">Where they lie.</typeparam>
public sealed class SingleWriter<T, TStorage> : IQueueWriter<T>
    where TStorage : struct, IStorage<T>
{
    private readonly QueueCore<T, TStorage> _core;
    private readonly CursorTable _cursors;
    private readonly Signal _messages;
    private readonly Waiter _waiter;
    private readonly bool _drops;
    private TStorage _storage;
    private int _claimed;
    private SingleUse _use;

    internal SingleWriter(QueueCore<T, TStorage> core)
    {
        _core = core;
        _cursors = core.Cursors;
        _messages = core.Messages;
        _waiter = new Waiter(core.Room.Remove<TStorage>);
        _storage = core.Storage;
        _drops = core.Options.FullPolicy is FullPolicy.DropNewest or FullPolicy.DropOldest;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryPublish([TakesOwnershipWhen(true)] T message)
    {
        _use.Enter();
        ref Cursor own = ref _cursors[QueueCore<T, TStorage>.Writer];
        long next = TStorage.ReadOwn(ref own.Sequence);
        if (next >= own.Limit && !Extend(ref own, next, 1))
        {
            _use.Leave();
            return TurnAway(ref own);
        }

        Handover<T>.Send(ref message);
        _storage.ToWrite(next) = message;

        // Pairs with the acquire in Reader.Extend: who sees the sequence sees the message.
        TStorage.WriteRelease(ref own.Sequence, next + 1);
        _messages.Notify<TStorage>();
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

            WaitForRoom(1);
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

            await WaitForRoomAsync(cancellationToken).ConfigureAwait(false);
        }

        return true;
    }

    /// <inheritdoc/>
    public bool TryClaim(int count, out Slots<T> slots)
    {
        _use.Enter();
        ref Cursor own = ref _cursors[QueueCore<T, TStorage>.Writer];
        long next = TStorage.ReadOwn(ref own.Sequence);
        CheckClaim(count);
        if (next + count > own.Limit && !Extend(ref own, next, count))
        {
            own.Rejected++;
            slots = default;
            _use.Leave();
            return false;
        }

        Span<T> first = _storage.ToWrite(next, count);
        slots = new Slots<T>(
            first, first.Length == count ? default : _storage.ToWrite(next + first.Length, count - first.Length));
        _claimed = count;
        _use.Leave();
        return true;
    }

    /// <inheritdoc/>
    public void Commit() => Commit(_claimed);

    /// <summary>Publishes the first of what was claimed, and gives back the rest.</summary>
    /// <param name="count">How many, from 0; no more than claimed, which the caller has checked.</param>
    internal void Commit(int count)
    {
        _use.Enter();
        if (_claimed == 0)
        {
            _use.Leave();
            throw new InvalidOperationException("Nothing is claimed: Commit follows a TryClaim that returned true.");
        }

        ref Cursor own = ref _cursors[QueueCore<T, TStorage>.Writer];
        TStorage.WriteRelease(ref own.Sequence, TStorage.ReadOwn(ref own.Sequence) + count);
        _claimed = 0;
        _messages.Notify<TStorage>();
        _use.Leave();
    }

    /// <inheritdoc/>
    public void Complete(Exception? error = null)
    {
        // The next publication looks closer, and finds the end.
        _cursors[QueueCore<T, TStorage>.Writer].Limit = 0;
        _core.Complete(error);
    }

    /// <summary>Whether there is room for a message, or the queue is completed.</summary>
    internal bool HasRoomForOne => HasRoom(1);

    /// <summary>The queue.</summary>
    internal QueueCore<T, TStorage> Core => _core;

    // Waits until there is room, by the queue's strategy.
    private void WaitForRoom(int count)
    {
        _cursors[QueueCore<T, TStorage>.Writer].Blocked++;
        Pause pause = new(_core.Options.WaitStrategy);
        while (!HasRoom(count))
        {
            if (pause.Once())
            {
                continue;
            }

            _waiter.PrepareThread();
            _core.Room.Add<TStorage>(_waiter);
            if (!HasRoom(count) || !_core.Room.Remove<TStorage>(_waiter))
            {
                _waiter.Sleep();
            }
        }
    }

    private async ValueTask WaitForRoomAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _cursors[QueueCore<T, TStorage>.Writer].Blocked++;
        _waiter.PrepareTask();
        _core.Room.Add<TStorage>(_waiter);
        if (!HasRoom(1) || !_core.Room.Remove<TStorage>(_waiter))
        {
            await _waiter.AsTask(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Whether there is room. Completion counts as room: publishing then says so.</summary>
    /// <param name="count">For how many messages.</param>
    internal bool HasRoom(int count)
    {
        ref Cursor own = ref _cursors[QueueCore<T, TStorage>.Writer];
        return _core.HasEnded || LimitFrom(ref own, TStorage.ReadOwn(ref own.Sequence), count, isCounting: false)
            >= TStorage.ReadOwn(ref own.Sequence) + count;
    }

    // Looks at the readers, and makes room where the storage or the policy allows it.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool Extend(ref Cursor own, long next, int count)
    {
        if (_core.HasEnded)
        {
            _use.Leave();
            throw _core.PublishedTooLate();
        }

        own.Limit = LimitFrom(ref own, next, count, isCounting: true);
        return next + count <= own.Limit || DropOldest(ref own, next, count);
    }

    private long LimitFrom(ref Cursor own, long next, int count, bool isCounting)
    {
        while (true)
        {
            long oldest = Math.Min(_core.Oldest(), next);
            if (isCounting && next - oldest > own.HighWater)
            {
                own.HighWater = next - oldest;
            }

            oldest = Math.Min(oldest, Math.Max(0, next - _core.Options.Retained));
            long limit = _storage.LimitFor(oldest);
            if (next + count <= limit || !_storage.TryGrow(oldest, next, next + count))
            {
                return limit;
            }
        }
    }

    private bool DropOldest(ref Cursor own, long next, int count)
    {
        if (!_core.DropsOldest)
        {
            return false;
        }

        long wanted = _storage.OldestFor(next + count);
        for (int i = QueueCore<T, TStorage>.FirstReader; i < _cursors.Count; i++)
        {
            ref Cursor reader = ref _cursors[i];
            long sequence = TStorage.ReadAcquire(ref reader.Sequence);
            while (sequence >= 0 && sequence < wanted)
            {
                if (TStorage.CompareExchange(ref reader.Sequence, wanted, sequence))
                {
                    own.Dropped += wanted - sequence;
                }

                sequence = TStorage.ReadAcquire(ref reader.Sequence);
            }

            // A negative one is being read where it lies.
            if (sequence < 0 && ~sequence < wanted)
            {
                return false;
            }
        }

        own.Limit = LimitFrom(ref own, next, count, isCounting: false);
        return next + count <= own.Limit;
    }

    private bool TurnAway(ref Cursor own)
    {
        if (_drops)
        {
            own.Dropped++;
            return true;
        }

        own.Rejected++;
        return false;
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
