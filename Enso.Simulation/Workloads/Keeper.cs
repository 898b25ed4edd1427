using Enso.Scheduler;

namespace Enso.Simulation.Workloads;

/// <summary>Starts a process as its child, which its supervision starts again.</summary>
/// <param name="incarnate">Makes the process's work.</param>
internal sealed class Keeper(Func<Work> incarnate) : Work
{
    private const long Pause = 5_000;

    /// <summary>Whether the process was started.</summary>
    public bool HasStarted { get; private set; }

    /// <summary>Whether nothing is started any more.</summary>
    public bool HasEnded { get; private set; }

    /// <inheritdoc/>
    protected internal override Poll Poll(in TaskContext context)
    {
        if (context.IsCancelled)
        {
            return Enso.Scheduler.Poll.End;
        }

        if (!HasStarted)
        {
            try
            {
                context.Supervise(incarnate);
                HasStarted = true;
            }
            catch (TaskLimitException)
            {
                // The core is full: later, perhaps.
                context.Reactor.WakeAt(context.Id, context.Reactor.Now + Pause);
            }
        }
        else if (context.Children == 0)
        {
            return Enso.Scheduler.Poll.End;
        }

        return Enso.Scheduler.Poll.Wait;
    }

    /// <inheritdoc/>
    protected internal override void OnEnded(TaskOutcome outcome) => HasEnded = true;

    /// <inheritdoc/>
    protected internal override void OnRefused() => HasEnded = true;
}
