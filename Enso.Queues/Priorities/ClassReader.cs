namespace Enso.Queues;

/// <summary>The reader of a <see cref="ClassQueue{T,TStorage,TSelection}"/>. Each message is chosen anew;
/// of messages that are shown where they lie (<see cref="TryRead"/>) all are of one class, which is chosen
/// when they are shown.</summary>
/// <typeparam name="T">The type of the messages.</typeparam>
/// <typeparam name="TStorage">Where they lie.</typeparam>
/// <typeparam name="TSelection">How it chooses.</typeparam>
public sealed class ClassReader<T, TStorage, TSelection> : IQueueReader<T>, IWaitable
    where TStorage : struct, IStorage<T, TStorage>
    where TSelection : struct, ISelection
{
    private const int None = -1;

    private readonly Reader<T, TStorage>[] _readers;
    private readonly Waiter<TStorage> _waiter;
    private readonly WaitStrategy _strategy;
    private TSelection _selection;
    private int _shown = None;

    internal ClassReader(
        Reader<T, TStorage>[] readers, Signal<TStorage> messages, WaitStrategy strategy, TSelection selection)
    {
        _readers = readers;
        _waiter = new Waiter<TStorage>(messages, _ => IsOver(out bool _));
        _strategy = strategy;
        _selection = selection;
    }

    /// <summary>Whether all classes are completed and everything was read.</summary>
    public bool IsCompleted
    {
        get
        {
            foreach (Reader<T, TStorage> reader in _readers)
            {
                if (!reader.IsCompleted)
                {
                    return false;
                }
            }

            return true;
        }
    }

    /// <inheritdoc/>
    public long Depth
    {
        get
        {
            long depth = 0;
            foreach (Reader<T, TStorage> reader in _readers)
            {
                depth += reader.Depth;
            }

            return depth;
        }
    }

    /// <inheritdoc/>
    public bool TryNext(out T message) => TryNext(out message, out _);

    /// <summary>Takes a message if there is one, and says its class; it never waits.</summary>
    /// <param name="message">The message.</param>
    /// <param name="index">Its class.</param>
    /// <returns>Whether there was one.</returns>
    public bool TryNext(out T message, out int index)
    {
        CheckShown();
        ulong waiting = Waiting();
        while (waiting != 0)
        {
            index = _selection.Select(waiting, out _);
            if (_readers[index].TryNext(out message))
            {
                _selection.Served(index, 1);
                return true;
            }

            // A writer has dropped it since.
            waiting &= ~(1UL << index);
        }

        (message, index) = (default!, None);
        return false;
    }

    /// <inheritdoc/>
    public T Next()
    {
        T message;
        while (!TryNext(out message))
        {
            if (!WaitForMessage())
            {
                throw End();
            }
        }

        return message;
    }

    /// <inheritdoc/>
    public async ValueTask<T> NextAsync(CancellationToken cancellationToken = default)
    {
        T message;
        while (!TryNext(out message))
        {
            if (!await WaitAsync(cancellationToken).ConfigureAwait(false))
            {
                throw End();
            }
        }

        return message;
    }

    /// <inheritdoc/>
    public bool TryRead(int count, out Slots<T> slots)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        CheckShown();
        ulong waiting = Waiting();
        while (waiting != 0)
        {
            int index = _selection.Select(waiting, out int most);
            if (_readers[index].TryRead(Math.Min(count, most), out slots))
            {
                _shown = index;
                return true;
            }

            waiting &= ~(1UL << index);
        }

        slots = default;
        return false;
    }

    /// <inheritdoc/>
    public void Release(int count)
    {
        // Where nothing is shown, the first class's reader says so.
        _readers[Math.Max(_shown, 0)].Release(count);
        if (count > 0)
        {
            _selection.Served(_shown, count);
        }

        _shown = None;
    }

    /// <inheritdoc/>
    public async ValueTask<bool> WaitAsync(CancellationToken cancellationToken = default)
    {
        while (true)
        {
            if (IsOver(out bool hasMessage))
            {
                return hasMessage;
            }

            await _waiter.SleepAsync(1, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Waits until there is a message in any class, by the queue's strategy.</summary>
    /// <returns>Whether there is one; false when there will be none any more.</returns>
    public bool WaitForMessage()
    {
        bool hasMessage;
        while (!IsOver(out hasMessage))
        {
            _waiter.Wait(1, _strategy);
        }

        return hasMessage;
    }

    /// <inheritdoc/>
    bool IWaitable.IsReady => IsOver(out bool _);

    /// <inheritdoc/>
    bool IWaitable.TryArm(Action wake) => _waiter.Arm(1, wake);

    /// <inheritdoc/>
    bool IWaitable.Disarm() => _waiter.Disarm();

    private bool IsOver(out bool hasMessage)
    {
        hasMessage = Waiting() != 0;
        return hasMessage || IsCompleted;
    }

    // Which classes have a message, looked at from the highest to the lowest.
    private ulong Waiting()
    {
        ulong waiting = 0;
        for (int i = 0; i < _readers.Length; i++)
        {
            if (_readers[i].HasMessageAtHand())
            {
                waiting |= 1UL << i;
            }
        }

        return waiting;
    }

    private QueueCompletedException End()
    {
        QueueCompletedException end = _readers[0].End();
        for (int i = 1; i < _readers.Length && end.InnerException is null; i++)
        {
            end = _readers[i].End();
        }

        return end;
    }

    private void CheckShown()
    {
        if (_shown != None)
        {
            throw new InvalidOperationException(
                $"Messages of class {_shown} are shown already: release them first.");
        }
    }
}
