using System.Runtime.ExceptionServices;

namespace Enso.Scheduler;

/// <summary>A value that comes once: any number of tasks, of any cores, await it, and any core or thread completes
/// it.</summary>
/// <typeparam name="T">The value's type.</typeparam>
public sealed class Future<T>
{
    private int _isTaken;
    private T? _value;
    private ExceptionDispatchInfo? _error;

    // Closed when it is completed: after that value and error do not change.
    private WaitList _waiting;

    /// <summary>Whether it has a value, or an error in its place.</summary>
    public bool IsCompleted => _waiting.IsClosed;

    /// <summary>Gives it its value, if it has none.</summary>
    /// <param name="value">The value.</param>
    /// <returns>Whether it had none.</returns>
    public bool TrySetResult(T value)
    {
        if (Interlocked.Exchange(ref _isTaken, 1) != 0)
        {
            return false;
        }

        _value = value;
        _waiting.Close();
        return true;
    }

    /// <summary>Gives it an error in place of a value, if it has neither.</summary>
    /// <param name="error">Thrown in all who await it.</param>
    /// <returns>Whether it had neither.</returns>
    public bool TrySetException(Exception error)
    {
        ArgumentNullException.ThrowIfNull(error);
        if (Interlocked.Exchange(ref _isTaken, 1) != 0)
        {
            return false;
        }

        _error = ExceptionDispatchInfo.Capture(error);
        _waiting.Close();
        return true;
    }

    /// <summary>What the compiler awaits it by, in tasks of a reactor. To wait there allocates nothing.</summary>
    public FutureAwaiter<T> GetAwaiter() => new(this);

    /// <summary>The same for code that runs on no reactor.</summary>
    public Task<T> ToTask()
    {
        TaskSource source = new(this);
        if (!_waiting.TryAdd(source))
        {
            source.Wake();
        }

        return source.Task;
    }

    /// <summary>Adds somebody who waits.</summary>
    /// <param name="waiting">Who.</param>
    /// <returns>False when it is completed.</returns>
    internal bool TryAdd(Waiting waiting) => _waiting.TryAdd(waiting);

    /// <summary>The value.</summary>
    internal T Get()
    {
        if (!IsCompleted)
        {
            throw new InvalidOperationException("The future has no value yet: await it.");
        }

        _error?.Throw();
        return _value!;
    }

    private sealed class TaskSource(Future<T> future) : Waiting
    {
        private readonly TaskCompletionSource<T> _source = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<T> Task => _source.Task;

        public override void Wake()
        {
            if (future._error is { } error)
            {
                _source.SetException(error.SourceException);
            }
            else
            {
                _source.SetResult(future._value!);
            }
        }
    }
}
