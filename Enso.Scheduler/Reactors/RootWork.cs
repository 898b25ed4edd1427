namespace Enso.Scheduler;

/// <summary>A core's first task, which waits for all others. It ends when it is cancelled.</summary>
internal sealed class RootWork : Work
{
    /// <inheritdoc/>
    protected internal override Poll Poll(in TaskContext context) =>
        context.IsCancelled ? Scheduler.Poll.End : Scheduler.Poll.Wait;
}
