namespace Enso.Scheduler;

/// <summary>What a task does, as a state machine: it is polled, goes on as far as it can, and says how it left. Nothing is
/// allocated for a poll. <c>async</c> methods that return <see cref="ReactorTask"/> are made into one by the compiler.
/// </summary>
public abstract class Work
{
    /// <summary>Goes on. Only interrupts preempt it, so it is to be short.</summary>
    /// <param name="context">The task that runs.</param>
    /// <returns>How it left.</returns>
    /// <remarks>An exception ends the task alone; its parent is told.</remarks>
    protected internal abstract Poll Poll(in TaskContext context);

    /// <summary>Told about a child that ended, before the task is polled again.</summary>
    /// <param name="context">The task.</param>
    /// <param name="child">The child.</param>
    /// <param name="outcome">How it ended.</param>
    /// <param name="error">Its exception, when it failed.</param>
    protected internal virtual void OnChildEnded(
        in TaskContext context, TaskId child, TaskOutcome outcome, Exception? error)
    {
    }

    /// <summary>Given a message that was sent to the task, before it is polled again.</summary>
    /// <param name="context">The task.</param>
    /// <param name="message">The message, where it lies: it is valid during the call.</param>
    protected internal virtual void OnMessage(in TaskContext context, in Message message)
    {
    }

    /// <summary>Told that the task has ended, however it did: the last call.</summary>
    /// <param name="outcome">How.</param>
    protected internal virtual void OnEnded(TaskOutcome outcome)
    {
    }

    /// <summary>Told that no task was made for it, which whoever wanted one knows by an exception: the only call.</summary>
    protected internal virtual void OnRefused()
    {
    }
}
