using Enso.Scheduler;

namespace Enso.Simulation.Workloads;

/// <summary>A device: another thread does what it is asked, in any order and at any time, and at times says so
/// twice.</summary>
/// <param name="world">What it shares with others.</param>
/// <param name="core">The core whose tasks ask it.</param>
internal readonly struct Device(World world, int core) : IIoDriver<long>
{
    /// <inheritdoc/>
    public void Submit(IoTag tag, ref long request) => world.Begin(core, tag, request);

    /// <inheritdoc/>
    public void Cancel(IoTag tag) => world.GiveUp(core, tag);

    /// <inheritdoc/>
    public void Reclaim(ref long request) => world.Reclaim(core, request);
}
