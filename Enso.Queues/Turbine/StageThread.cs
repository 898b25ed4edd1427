namespace Enso.Queues;

/// <summary>A thread that runs a handler over the messages of a stage. Made by
/// <see cref="Turbine{T}.Run{THandler}"/>.</summary>
public sealed class StageThread
{
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Action<bool> _interrupt;
    private readonly Thread _thread;

    // Guards _hasEnded: once it is set, the stage is somebody else's to interrupt.
    private readonly Lock _lock = new();
    private bool _hasEnded;

    private StageThread(string name, Action<StageThread> body, Action<bool> interrupt)
    {
        _interrupt = interrupt;
        _thread = new Thread(() => body(this)) { IsBackground = true, Name = name };
    }

    /// <summary>How it ended. It succeeds when the turbine was completed without an error and everything
    /// was handled; it is cancelled when the thread was stopped before; it fails with the handler's
    /// exception, or with a <see cref="QueueCompletedException"/> when a stage before this one failed or
    /// the turbine was completed for an error.</summary>
    public Task Completion => _completion.Task;

    /// <summary>Asks the thread to stop: a handler that runs is waited for, and what it was given is
    /// released. The stage keeps its place, so it holds the others up until it is run or read
    /// again.</summary>
    public void Stop()
    {
        lock (_lock)
        {
            if (!_hasEnded)
            {
                _interrupt(true);
            }
        }
    }

    /// <summary>Waits until the thread has ended, however it did: <see cref="Completion"/> says.</summary>
    public void Join() => _thread.Join();

    /// <summary>Starts a thread.</summary>
    /// <typeparam name="T">The type of the messages.</typeparam>
    /// <typeparam name="THandler">The handler's type.</typeparam>
    /// <param name="turbine">The turbine.</param>
    /// <param name="stage">Its stage.</param>
    /// <param name="handler">The handler.</param>
    /// <param name="batch">How many messages it gets at most at a time.</param>
    internal static StageThread Start<T, THandler>(
        Turbine<T> turbine, Reader<T, Vec<T>> stage, THandler handler, int batch)
        where THandler : IBatchHandler<T>
    {
        StageThread started = new(
            $"turbine stage {stage.Index}",
            self => self.Work(turbine, stage, handler, batch),
            stage.Interrupt);
        started._thread.Start();
        return started;
    }

    private void Work<T, THandler>(Turbine<T> turbine, Reader<T, Vec<T>> stage, THandler handler, int batch)
        where THandler : IBatchHandler<T>
    {
        Exception? failure = null;
        try
        {
            Handle(stage, ref handler, batch);
        }
        catch (Exception error)
        {
            // Told by Completion, and by the turbine's end to all the others.
            failure = error;
            turbine.Fail(stage, error);
        }

        QueueCompletedException end = stage.End();
        bool isStopped;
        lock (_lock)
        {
            _hasEnded = true;
            isStopped = stage.IsInterrupted && !stage.IsCompleted;
            _interrupt(false);
        }

        turbine.Leave(stage);
        if (failure is not null)
        {
            _completion.SetException(failure);
        }
        else if (isStopped)
        {
            _completion.SetCanceled();
        }
        else if (end.InnerException is not null)
        {
            _completion.SetException(end);
        }
        else
        {
            _completion.SetResult();
        }
    }

    private static void Handle<T, THandler>(Reader<T, Vec<T>> stage, ref THandler handler, int batch)
        where THandler : IBatchHandler<T>
    {
        while (!stage.IsInterrupted)
        {
            if (stage.TryRead(batch, out Slots<T> messages))
            {
                handler.Handle(messages, stage.Sequence, !stage.HasMoreThan(messages.Count));
                stage.Release(messages.Count);
            }
            else if (!stage.WaitForMessage())
            {
                return;
            }
        }
    }
}
