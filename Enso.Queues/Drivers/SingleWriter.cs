using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Enso.Queues;

/// <summary>The only writer of a queue. Only one thread at a time may use it: a build for debugging notices a second one,
/// a release build loses messages.</summary>
/// <typeparam name="T">The type of the messages.</typeparam>
/// <typeparam name="TStorage">Where they lie.</typeparam>
public sealed class SingleWriter<T, TStorage> : IQueueWriter<T>, IWaitable
    where TStorage : struct, IStorage<T>
{
    private readonly QueueCore<T, TStorage> _core;
    private readonly CursorReference _own;
    private readonly Notifier<TStorage> _messages;
    private readonly Waiter<TStorage> _waiter;
    private readonly bool _drops;
    private TStorage _storage;
    private SingleUse _use;

    internal SingleWriter(QueueCore<T, TStorage> core)
    {
        _core = core;
        _own = core.Cursors.At(QueueCore<T, TStorage>.Writer);
        _messages = new Notifier<TStorage>(core.Messages);
        _waiter = new Waiter<TStorage>(core.Room, HasRoom);
        _storage = core.Storage;
        _drops = core.Options.FullPolicy is FullPolicy.DropNewest or FullPolicy.DropOldest;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryPublish([TakesOwnershipWhen(true)] T message) => TryPut(ref message);

    /// <summary>Publishes a copy of a message where it lies: a large one is not copied on the way. Its type has no owner.
    /// </summary>
    /// <param name="message">The message, which is not changed.</param>
    /// <returns>Whether there was room.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool TryPublishCopy(ref readonly T message)
    {
        Debug.Assert(!Handover<T>.IsNeeded, "What has an owner is handed over, and not copied.");
        return TryPut(ref Unsafe.AsRef(in message));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryPut(ref T message)
    {
        _use.Enter();
        ref Cursor own = ref _own.Value;
        long next = TStorage.ReadOwn(ref own.Sequence);
        if (next >= own.Limit && !CanPublish(next))
        {
            return TurnAway();
        }

        if (Handover<T>.IsNeeded)
        {
            HandOver(ref message);
        }

        _storage.ToWrite(next) = message;

        // Pairs with the acquire in Reader.CanRead: who sees the sequence sees the message.
        TStorage.WriteRelease(ref own.Sequence, next + 1);
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

            Own.Blocked++;
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

            Own.Blocked++;
            await _waiter.SleepAsync(1, cancellationToken).ConfigureAwait(false);
        }

        return true;
    }

    /// <inheritdoc/>
    public bool TryClaim(int count, out Slots<T> slots)
    {
        _core.CheckClaim(count, Own.Held);
        _use.Enter();
        long next = TStorage.ReadOwn(ref Own.Sequence);
        if (next + count > Own.Limit && !Extend(next, count))
        {
            Own.Rejected++;
            slots = default;
            _use.Leave();
            return false;
        }

        slots = QueueCore<T, TStorage>.ToWrite(ref _storage, next, count);
        Own.Held = count;

        // Whoever publishes before the commit looks closer, and is told.
        Own.Limit = 0;
        _use.Leave();
        return true;
    }

    /// <inheritdoc/>
    public void Commit() => Commit(Own.Held);

    /// <summary>Publishes the first of what was claimed, and gives back the rest.</summary>
    /// <param name="count">How many, from 0; no more than claimed, which the caller has checked.</param>
    internal void Commit(int count)
    {
        CommitQuietly(count);
        _messages.Notify();
    }

    /// <inheritdoc/>
    public void Complete(Exception? error = null)
    {
        // The next publication looks closer, and finds the end.
        Own.Limit = 0;
        _core.Complete(error);
    }

    /// <summary>Publishes what was claimed and ends the queue: a reader that sleeps is woken once, for both.</summary>
    /// <param name="error">Why; null for no error.</param>
    internal void CommitAndComplete(Exception? error)
    {
        CommitQuietly(Own.Held);
        Complete(error);
    }

    /// <summary>The queue.</summary>
    internal QueueCore<T, TStorage> Core => _core;

    private ref Cursor Own => ref _own.Value;

    private void CommitQuietly(int count)
    {
        if (Own.Held == 0)
        {
            throw QueueCore<T, TStorage>.NothingClaimed();
        }

        Own.Held = 0;
        if (_core.HasEnded)
        {
            throw _core.PublishedTooLate();
        }

        _use.Enter();
        TStorage.WriteRelease(ref Own.Sequence, TStorage.ReadOwn(ref Own.Sequence) + count);
        Own.Limit = Own.Reach;
        _use.Leave();
    }

    /// <inheritdoc/>
    bool IWaitable.IsReady => HasRoom(1);

    /// <inheritdoc/>
    bool IWaitable.TryArm(Action wake) => _waiter.Arm(1, wake);

    /// <inheritdoc/>
    bool IWaitable.Disarm() => _waiter.Disarm();

    /// <summary>Whether there is room. Completion counts as room: publishing then says so.</summary>
    /// <param name="count">For how many messages.</param>
    internal bool HasRoom(int count)
    {
        long next = TStorage.ReadOwn(ref Own.Sequence);
        return _core.HasEnded || LimitFor(_core.Oldest(), next, count) >= next + count;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool CanPublish(long next)
    {
        if (Own.Held != 0)
        {
            _use.Leave();
            QueueCore<T, TStorage>.CheckNothingHeld(Own.Held);
        }

        return Extend(next, 1);
    }

    // Looks at the readers, and makes room where the storage or the policy allows it.
    private bool Extend(long next, int count)
    {
        if (_core.HasEnded)
        {
            _use.Leave();
            throw _core.PublishedTooLate();
        }

        long oldest = _core.Oldest();
        Own.HighWater = Math.Max(Own.HighWater, next - oldest);
        Reach(LimitFor(oldest, next, count));
        return next + count <= Own.Limit || DropOldest(next, count);
    }

    private void Reach(long limit)
    {
        // Pairs with the barrier in Publisher.Subscribe, which reads it.
        TStorage.WriteRelaxed(ref Own.Reach, limit);
        Own.Limit = limit;
    }

    // How far can be written, given the oldest message that a reader may still read.
    private long LimitFor(long oldest, long next, int count)
    {
        oldest = Math.Min(oldest, Math.Max(0, next - _core.Options.Retained));
        while (true)
        {
            long limit = _storage.LimitFor(oldest);
            if (next + count <= limit || !_storage.TryGrow(oldest, next, next + count))
            {
                return limit;
            }
        }
    }

    private void HandOver(ref T message)
    {
        try
        {
            Handover<T>.Send(ref message);
        }
        catch
        {
            _use.Leave();
            throw;
        }
    }

    private bool DropOldest(long next, int count)
    {
        if (!_core.DropsOldest)
        {
            return false;
        }

        long wanted = _storage.OldestFor(next + count);
        for (int i = QueueCore<T, TStorage>.FirstReader; i < Own.EndOfReaders; i++)
        {
            ref Cursor reader = ref _core.Cursors[i];
            if (TStorage.ReadRelaxed(ref reader.IsDead) != 0)
            {
                continue;
            }

            long sequence = TStorage.ReadAcquire(ref reader.Sequence);
            while (sequence >= 0 && sequence < wanted)
            {
                long seen = TStorage.CompareExchange(ref reader.Sequence, wanted, sequence);
                if (seen == sequence)
                {
                    Own.Dropped += wanted - sequence;
                    break;
                }

                sequence = seen;
            }

            // A negative one is being read where it lies.
            if (sequence < 0 && ~sequence < wanted)
            {
                return false;
            }
        }

        Reach(LimitFor(_core.Oldest(), next, count));
        return next + count <= Own.Limit;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TurnAway()
    {
        (_drops ? ref Own.Dropped : ref Own.Rejected)++;
        _use.Leave();
        return _drops;
    }
}
