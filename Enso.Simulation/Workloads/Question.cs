using Enso.Scheduler;

namespace Enso.Simulation.Workloads;

/// <summary>What a process is asked.</summary>
/// <param name="World">Where its end is noted.</param>
/// <param name="Number">Its number.</param>
/// <param name="Fails">Whether the process fails at it.</param>
/// <param name="Reply">Where the answer goes.</param>
internal readonly record struct Question(World World, long Number, bool Fails, ReplyTo<long> Reply) : IRequest
{
    /// <inheritdoc/>
    public void Refuse(Exception reason)
    {
        World.Settle(Number);
        Reply.TryRefuse(reason);
    }
}
