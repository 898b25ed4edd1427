using Enso.Queues;

namespace Enso.Scheduler;

/// <summary>A session that a client has opened and nobody serves yet.</summary>
/// <param name="Far">The process's end of its link.</param>
internal readonly record struct Opening(LinkTransport Far) : IRequest
{
    /// <inheritdoc/>
    public void Refuse(Exception reason) => Far.Complete(reason);
}
