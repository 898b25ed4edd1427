using System.Threading.Tasks.Sources;

namespace Enso.Queues;

/// <summary>One end of a queue that waits: a thread that sleeps, a task that goes on when it is woken, or somebody to be
/// called. Each end has one, made once, and waits in one way at a time.</summary>
/// <typeparam name="TAtomics">The queue's atomic steps.</typeparam>
internal sealed class Waiter<TAtomics> : IValueTaskSource
    where TAtomics : IAtomics
{
    private readonly Signal<TAtomics> _signal;
    private readonly Func<int, bool> _isOver;
    private readonly Action<object?> _cancel;
    private ManualResetValueTaskSourceCore<bool> _source;
    private CancellationTokenRegistration _registration;
    private CancellationToken _cancellationToken;
    private bool _isTask;
    private bool _isAwake;

    /// <summary>Makes it.</summary>
    /// <param name="signal">Where it waits.</param>
    /// <param name="isOver">Looks at the queue: whether that for which it waits is there, in a given number.</param>
    public Waiter(Signal<TAtomics> signal, Func<int, bool> isOver)
    {
        _signal = signal;
        _isOver = isOver;
        _cancel = _ => Cancel();
        _source.RunContinuationsAsynchronously = true;
    }

    /// <summary>The next one that waits; guarded by the signal's lock while this is queued.</summary>
    public Waiter<TAtomics>? Next { get; set; }

    /// <summary>Whether it waits; guarded by the signal's lock.</summary>
    public bool IsQueued { get; set; }

    /// <summary>How often all were woken when it came; guarded by the signal's lock.</summary>
    public long Came { get; set; }

    /// <summary>Who is called when it is woken; null for the thread or task that waits. Guarded by the signal's lock.
    /// </summary>
    public Action? Callback { get; set; }

    /// <summary>Waits until what it waits for is there.</summary>
    /// <param name="count">How many of it.</param>
    /// <param name="strategy">How the thread waits.</param>
    public void Wait(int count, WaitStrategy strategy)
    {
        Pause pause = new(strategy);
        while (!_isOver(count))
        {
            if (pause.Once())
            {
                continue;
            }

            _isTask = false;
            _isAwake = false;
            if (!IsOverOnceAdded(count, null))
            {
                Sleep();
            }
        }
    }

    /// <summary>Sleeps once, without a thread: until it is woken, or not at all if what it waits for is there. What it waited
    /// for may be gone again when it goes on.</summary>
    /// <param name="count">How many of it.</param>
    /// <param name="cancellationToken">Ends the sleep.</param>
    /// <returns>Completes when woken. It is awaited before this end waits again.</returns>
    /// <exception cref="OperationCanceledException">It is cancelled already.</exception>
    public ValueTask SleepAsync(int count, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _isTask = true;
        _source.Reset();
        if (IsOverOnceAdded(count, null))
        {
            return default;
        }

        ValueTask task = new(this, _source.Version);
        if (cancellationToken.CanBeCanceled)
        {
            _cancellationToken = cancellationToken;
            _registration = cancellationToken.UnsafeRegister(_cancel, null);
        }

        return task;
    }

    /// <summary>Has somebody called once, when what it waits for may be there.</summary>
    /// <param name="count">How many of it.</param>
    /// <param name="callback">Called by the one who wakes.</param>
    /// <returns>False when it is there: nothing is called then.</returns>
    /// <exception cref="InvalidOperationException">Somebody waits here already.</exception>
    public bool Arm(int count, Action callback) => !IsOverOnceAdded(count, callback);

    /// <summary>Takes that back.</summary>
    /// <returns>Whether it was still to come.</returns>
    public bool Disarm() => _signal.Remove(this);

    /// <summary>Wakes the thread or the task. Called once for each time that it was added without a callback and not
    /// removed.</summary>
    public void Wake()
    {
        if (_isTask)
        {
            _source.SetResult(true);
            return;
        }

        lock (this)
        {
            _isAwake = true;
            Monitor.Pulse(this);
        }
    }

    // First it is added, then it looks again: either it sees what it waits for, or it is seen, as Signal says. When it
    // sees it but was woken too, the wake-up is under way and must be waited for.
    private bool IsOverOnceAdded(int count, Action? callback)
    {
        _signal.Add(this, callback);
        return _isOver(count) && _signal.Remove(this);
    }

    private void Sleep()
    {
        lock (this)
        {
            while (!_isAwake)
            {
                Monitor.Wait(this);
            }
        }
    }

    private void Cancel()
    {
        if (_signal.Remove(this))
        {
            _source.SetException(new OperationCanceledException(_cancellationToken));
        }
    }

    void IValueTaskSource.GetResult(short token)
    {
        _registration.Dispose();
        _registration = default;
        _source.GetResult(token);
    }

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _source.GetStatus(token);

    void IValueTaskSource.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);
}
