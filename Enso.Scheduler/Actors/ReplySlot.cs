namespace Enso.Scheduler;

/// <summary>Where one answer comes, once for each version; used by one request after another.</summary>
/// <typeparam name="T">The answer's type.</typeparam>
internal sealed class ReplySlot<T>
{
    [ThreadStatic]
    private static ReplySlot<T>? s_free;

    private ReplySlot<T>? _nextFree;

    // The version, and in the lowest bit whether it was answered or given up.
    private long _state;
    private T? _value;
    private Exception? _error;

    // Closed when the answer is there: the one who answers touches nothing after.
    private WaitList _waiting;

    /// <summary>Tells requests apart that use the same object.</summary>
    public long Version => Volatile.Read(ref _state) >> 1;

    /// <summary>Whether the answer is there.</summary>
    public bool IsAnswered => _waiting.IsClosed;

    /// <summary>One that nobody uses.</summary>
    public static ReplySlot<T> Rent()
    {
        ReplySlot<T>? slot = s_free;
        if (slot is null)
        {
            return new ReplySlot<T>();
        }

        s_free = slot._nextFree;
        slot._nextFree = null;
        return slot;
    }

    /// <summary>Answers, from any thread.</summary>
    /// <param name="version">The request's.</param>
    /// <param name="value">The answer.</param>
    /// <param name="error">What is thrown in its place; null for nothing.</param>
    /// <returns>Whether somebody still waits for it, or will.</returns>
    public bool TryAnswer(long version, T? value, Exception? error)
    {
        long open = version << 1;
        if (Interlocked.CompareExchange(ref _state, open | 1, open) != open)
        {
            return false;
        }

        _value = value;
        _error = error;
        _waiting.Close();
        return true;
    }

    /// <summary>Adds who waits for it.</summary>
    /// <param name="waiting">Who.</param>
    /// <returns>False when the answer is there.</returns>
    public bool TryAdd(Waiting waiting) => _waiting.TryAdd(waiting);

    /// <summary>Takes the answer, which is there, and gives the object back.</summary>
    public T Take()
    {
        T value = _value!;
        Exception? error = _error;
        Return();
        return error is null
            ? value
            : throw new RemoteException($"There is no answer: {error.Message}", error);
    }

    /// <summary>Waits no more: an answer that comes later is for nobody.</summary>
    /// <param name="version">The request's.</param>
    public void GiveUp(long version)
    {
        long open = version << 1;
        if (Interlocked.CompareExchange(ref _state, open | 1, open) == open)
        {
            Return();
        }

        // Otherwise it is just being answered, and is left to the collector.
    }

    private void Return()
    {
        _value = default;
        _error = null;
        _waiting.Reset();
        Volatile.Write(ref _state, (Version + 1) << 1);
        _nextFree = s_free;
        s_free = this;
    }
}
