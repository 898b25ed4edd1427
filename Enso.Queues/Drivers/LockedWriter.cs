namespace Enso.Queues;

/// <summary>One of several writers of a queue whose storage grows: they write one after another, under a lock, which is held
/// from a claim to its commit.</summary>
/// <remarks>Growing moves messages or links memory, and two writers cannot do that at once. A writer that is interrupted
/// between claim and commit holds the others up; a fixed storage has no lock.</remarks>
/// <typeparam name="T">The type of the messages.</typeparam>
/// <typeparam name="TStorage">Where they lie.</typeparam>
internal sealed class LockedWriter<T, TStorage> : IQueueWriter<T>
    where TStorage : struct, IStorage<T>
{
    private readonly QueueCore<T, TStorage> _core;
    private readonly SingleWriter<T, TStorage> _writer;
    private readonly Lock _lock;
    private readonly Waiter<TStorage> _waiter;

    /// <summary>Makes one.</summary>
    /// <param name="core">The queue.</param>
    /// <param name="writer">The writer that they share.</param>
    /// <param name="gate">The lock that they share.</param>
    public LockedWriter(QueueCore<T, TStorage> core, SingleWriter<T, TStorage> writer, Lock gate)
    {
        _core = core;
        _writer = writer;
        _lock = gate;
        _waiter = new Waiter<TStorage>(core.Room, HasRoom);
    }

    /// <inheritdoc/>
    public bool TryPublish([TakesOwnershipWhen(true)] T message)
    {
        lock (_lock)
        {
            return _writer.TryPublish(message);
        }
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
        if (_lock.IsHeldByCurrentThread)
        {
            QueueCore<T, TStorage>.CheckNothingHeld(_core.Cursors[QueueCore<T, TStorage>.Writer].Held);
        }

        _lock.Enter();
        bool isClaimed = false;
        try
        {
            isClaimed = _writer.TryClaim(count, out slots);
            return isClaimed;
        }
        finally
        {
            if (!isClaimed)
            {
                _lock.Exit();
            }
        }
    }

    /// <inheritdoc/>
    public void Commit()
    {
        if (!_lock.IsHeldByCurrentThread)
        {
            throw QueueCore<T, TStorage>.NothingClaimed();
        }

        try
        {
            _writer.Commit();
        }
        finally
        {
            _lock.Exit();
        }
    }

    /// <inheritdoc/>
    public void Complete(Exception? error = null)
    {
        lock (_lock)
        {
            _writer.Complete(error);
        }
    }

    // Asked while waiting: under the lock, as the answer looks at the storage.
    private bool HasRoom(int count)
    {
        lock (_lock)
        {
            return _writer.HasRoom(count);
        }
    }

    private void CountBlocked() =>
        Interlocked.Increment(ref _core.Cursors[QueueCore<T, TStorage>.Writer].Blocked);
}
