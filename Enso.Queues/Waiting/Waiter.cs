using System.Threading.Tasks.Sources;

namespace Enso.Queues;

/// <summary>One end of a queue that waits: a thread that sleeps, or a task that goes on when it is woken. Each end has one,
/// made once.</summary>
internal sealed class Waiter : IValueTaskSource
{
    private readonly Func<Waiter, bool> _remove;
    private readonly Action<object?> _cancel;
    private ManualResetValueTaskSourceCore<bool> _source;
    private CancellationTokenRegistration _registration;
    private bool _isTask;
    private bool _isAwake;

    /// <summary>Makes it.</summary>
    /// <param name="remove">Takes it back from where it waits; false when it has been woken.</param>
    public Waiter(Func<Waiter, bool> remove)
    {
        _remove = remove;
        _cancel = _ => Cancel();
        _source.RunContinuationsAsynchronously = true;
    }

    /// <summary>The next one that waits; guarded by the signal's lock while this is queued.</summary>
    public Waiter? Next { get; set; }

    /// <summary>Whether it waits; guarded by the signal's lock.</summary>
    public bool IsQueued { get; set; }

    /// <summary>Prepares to sleep; then it is added to its signal.</summary>
    public void PrepareThread()
    {
        _isTask = false;
        _isAwake = false;
    }

    /// <summary>Sleeps until woken.</summary>
    public void Sleep()
    {
        lock (this)
        {
            while (!_isAwake)
            {
                Monitor.Wait(this);
            }
        }
    }

    /// <summary>Prepares a task's waiting; then it is added to its signal.</summary>
    public void PrepareTask()
    {
        _isTask = true;
        _source.Reset();
    }

    /// <summary>The task's waiting, once it is added.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>Completes when woken.</returns>
    public ValueTask AsTask(CancellationToken cancellationToken)
    {
        ValueTask task = new(this, _source.Version);
        if (cancellationToken.CanBeCanceled)
        {
            _cancellationToken = cancellationToken;
            _registration = cancellationToken.UnsafeRegister(_cancel, null);
        }

        return task;
    }

    private CancellationToken _cancellationToken;

    /// <summary>Wakes it. Called once for each time that it was added and not removed.</summary>
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

    private void Cancel()
    {
        if (_remove(this))
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
