namespace Enso.Scheduler;

/// <summary>Runs a call of an asynchronous method as its child, and closes what belongs to it when that has ended. A
/// call whose task is cancelled before its first turn never begins, and its own <c>finally</c> does not
/// run.</summary>
/// <param name="call">Makes the call.</param>
/// <param name="options">What its task is made with.</param>
/// <param name="close">Called once, on the core, however it came to the end; with why there was no place for the call's
/// task, or null.</param>
internal sealed class ClosingWork(
    Func<TaskContext, ReactorTask> call, TaskOptions options, Action<TaskLimitException?> close) : Work
{
    private TaskLimitException? _refusal;

    /// <inheritdoc/>
    protected internal override Poll Poll(in TaskContext context)
    {
        try
        {
            context.Spawn(call(context), options);
        }
        catch (TaskLimitException error)
        {
            // Told to the one who wants to know, when this has ended.
            _refusal = error;
        }

        return Scheduler.Poll.End;
    }

    /// <inheritdoc/>
    protected internal override void OnEnded(TaskOutcome outcome) => close(_refusal);
}
