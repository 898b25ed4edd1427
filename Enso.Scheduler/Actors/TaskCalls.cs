namespace Enso.Scheduler;

/// <summary>What tasks compute, for code that runs on no reactor.</summary>
public static class TaskCalls
{
    /// <summary>Starts a call of an asynchronous method as a task of a core, from any thread.</summary>
    /// <typeparam name="T">The result's type.</typeparam>
    /// <param name="reactor">The core's.</param>
    /// <param name="method">The method.</param>
    /// <param name="name">What people know the task by, in logs and lists.</param>
    /// <param name="cancellation">Cancels the task; what the core has not begun by then it does not begin.</param>
    /// <returns>Its result. It fails with what the method throws, with a <see cref="TaskLimitException"/> when the core has no
    /// place for it, and with a <see cref="CoreHaltedException"/> when it is cancelled before it begins, as all tasks of a core
    /// that halts are.</returns>
    /// <exception cref="CoreHaltedException">The core has halted.</exception>
    public static Task<T> Start<T>(
        this Reactor reactor,
        Func<TaskContext, ReactorTask<T>> method,
        string name = "call",
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(reactor);
        ArgumentNullException.ThrowIfNull(method);
        TaskCompletionSource<T> result = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskOptions options = new() { Name = name };

        // The core's thread alone has it.
        TaskId task = TaskId.None;

        // Before the start is handed in: either this comes behind it, or the start finds the request.
        CancellationTokenRegistration registration =
            cancellation.UnsafeRegister(_ => reactor.TryPost(self => self.Cancel(task)), null);
        if (!reactor.TryPost(Begin))
        {
            registration.Unregister();
            throw new CoreHaltedException(reactor.Core);
        }

        return result.Task;

        void Begin(Reactor self)
        {
            try
            {
                cancellation.ThrowIfCancellationRequested();
                task = self.Spawn(new ClosingWork(Call, options, End), options);
            }
            catch (Exception error)
            {
                // Thrown to the one who waits.
                registration.Unregister();
                result.SetException(error);
            }
        }

        async ReactorTask Call(TaskContext context)
        {
            try
            {
                result.SetResult(await method(context));
            }
            catch (Exception error)
            {
                // Thrown to the one who waits.
                result.SetException(error);
            }
        }

        // What has begun has said how it ended.
        void End(TaskLimitException? refusal)
        {
            registration.Unregister();
            result.TrySetException(refusal ?? (Exception)new CoreHaltedException(reactor.Core));
        }
    }
}
