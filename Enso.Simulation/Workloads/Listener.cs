using Enso.Scheduler;

namespace Enso.Simulation.Workloads;

/// <summary>Takes what is told to a core.</summary>
/// <param name="world">Where it is noted.</param>
internal sealed class Listener(World world) : Work
{
    /// <inheritdoc/>
    protected internal override void OnMessage(in TaskContext context, in Message message) =>
        world.Hear(context.Id.Core, in message);

    /// <inheritdoc/>
    protected internal override Poll Poll(in TaskContext context) =>
        context.IsCancelled ? Enso.Scheduler.Poll.End : Enso.Scheduler.Poll.Wait;
}
