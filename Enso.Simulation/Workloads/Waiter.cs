using Enso.Scheduler;

namespace Enso.Simulation.Workloads;

/// <summary>Waits for tokens: each comes with a wake-up.</summary>
/// <param name="world">Where time passes.</param>
/// <param name="purse">Where the tokens are.</param>
/// <param name="tokens">How many it waits for.</param>
internal sealed class Waiter(World world, Purse purse, int tokens) : Work
{
    private int _left = tokens;

    /// <inheritdoc/>
    protected internal override Poll Poll(in TaskContext context)
    {
        world.Spend();
        _left -= purse.Take(_left);
        return _left == 0 || context.IsCancelled ? Enso.Scheduler.Poll.End : Enso.Scheduler.Poll.Wait;
    }

    /// <inheritdoc/>
    protected internal override void OnEnded(TaskOutcome outcome) => purse.Close();
}
