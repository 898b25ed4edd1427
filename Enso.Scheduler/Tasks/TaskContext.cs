namespace Enso.Scheduler;

/// <summary>The task that runs, as its own work sees it. What is done by it is done by the task that runs just then on the
/// core, so it can be handed to calls, and to children of the same core.</summary>
public readonly struct TaskContext
{
    internal TaskContext(Reactor reactor) => Reactor = reactor;

    /// <summary>The task.</summary>
    public TaskId Id => Reactor.IdOf(Node);

    /// <summary>The core's reactor.</summary>
    public Reactor Reactor { get; }

    private TaskNode Node => Reactor.RunningNode;

    /// <summary>Whether the task was asked to end. It should clean up and leave by <see cref="Poll.End"/>.</summary>
    public bool IsCancelled => Node.IsCancelled;

    /// <summary>Starts a child, which runs beside this task and ends before it.</summary>
    /// <param name="work">What it does.</param>
    /// <param name="options">What it is made with; null for the default.</param>
    /// <returns>The child.</returns>
    /// <exception cref="TaskLimitException">The core has as many tasks as it was made for.</exception>
    public TaskId Spawn(Work work, TaskOptions? options = null) => Reactor.Spawn(Node, work, null, options);

    /// <summary>Starts a child that can be started again when it fails, as this task's supervision says.</summary>
    /// <param name="factory">Makes its work, for each start.</param>
    /// <param name="options">What it is made with; null for the default.</param>
    /// <returns>The child, in its first start.</returns>
    /// <exception cref="TaskLimitException">The core has as many tasks as it was made for.</exception>
    public TaskId Supervise(Func<Work> factory, TaskOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(factory);
        return Reactor.Spawn(Node, factory(), factory, options);
    }

    /// <summary>Starts a call of an asynchronous method as a child. Nobody waits for its result; its failure is in the log.
    /// </summary>
    /// <param name="call">The call, which was neither awaited nor started.</param>
    /// <param name="options">What it is made with; null for the default.</param>
    /// <returns>The child.</returns>
    /// <exception cref="TaskLimitException">The core has as many tasks as it was made for.</exception>
    public TaskId Spawn(ReactorTask call, TaskOptions? options = null) => Reactor.Spawn(Node, call.Step(), options);

    /// <summary>Starts a call of an asynchronous method as a child that is awaited later, once.</summary>
    /// <typeparam name="TResult">The result's type.</typeparam>
    /// <param name="call">The call, which was neither awaited nor started.</param>
    /// <param name="options">What it is made with; null for the default.</param>
    /// <returns>The call, to be awaited: that waits for the child's end and gives its result, or throws what it threw.</returns>
    /// <exception cref="TaskLimitException">The core has as many tasks as it was made for.</exception>
    public ReactorTask<TResult> Fork<TResult>(ReactorTask<TResult> call, TaskOptions? options = null)
    {
        AsyncStep step = call.Step();
        Reactor.Spawn(Node, step, options);
        step.IsAwaited = true;
        return call;
    }

    /// <inheritdoc cref="Fork{TResult}(ReactorTask{TResult}, TaskOptions?)"/>
    public ReactorTask Fork(ReactorTask call, TaskOptions? options = null)
    {
        AsyncStep step = call.Step();
        Reactor.Spawn(Node, step, options);
        step.IsAwaited = true;
        return call;
    }

    /// <summary>Lets others run first; to be awaited.</summary>
    public YieldAwaiter Yield() => default;

    /// <summary>Waits until the task is woken; to be awaited. A wake-up since the last wait ends it at once.</summary>
    public WakeAwaiter Woken() => new(Node);

    /// <summary>Waits for a while; to be awaited.</summary>
    /// <param name="nanoseconds">How long; 0 or less lets others run once.</param>
    /// <param name="slack">How much longer it may be, in nanoseconds, so that several sleeps end together.</param>
    public TimeAwaiter Sleep(long nanoseconds, long slack = 0) =>
        Until(nanoseconds <= 0 ? 0 : TimerNodes.Later(Reactor.Now, nanoseconds), slack);

    /// <summary>Waits for a time; to be awaited.</summary>
    /// <param name="due">The time, in nanoseconds of the core's clock; one that is past lets others run once.</param>
    /// <param name="slack">How much later it may be, in nanoseconds.</param>
    /// <exception cref="ArgumentOutOfRangeException">The slack is negative.</exception>
    public TimeAwaiter Until(long due, long slack = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(slack);
        return new TimeAwaiter(Reactor, Math.Max(0, due), slack);
    }

    /// <summary>Changes what the task asks the core's discipline for, from its next turn on: the deadline of its next period,
    /// say.</summary>
    /// <param name="terms">What.</param>
    /// <exception cref="ArgumentOutOfRangeException">The discipline does not allow it; nothing has changed.</exception>
    public void SetTerms(in Terms terms) => Reactor.SetTerms(Id, in terms);

    /// <summary>How many children it has that have not ended.</summary>
    public int Children
    {
        get
        {
            int count = 0;
            for (TaskNode? child = Reactor.FirstChildOf(Node); child is not null; child = Reactor.NextOf(child))
            {
                count++;
            }

            return count;
        }
    }
}
