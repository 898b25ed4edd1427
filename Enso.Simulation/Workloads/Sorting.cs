using Enso.Scheduler;

namespace Enso.Simulation.Workloads;

/// <summary>What a balancer does with numbers: it notes them, and fails at one.</summary>
/// <param name="world">Where time passes.</param>
/// <param name="failsAt">At which.</param>
internal readonly struct Sorting(World world, long failsAt) : IBalanced<int, long>
{
    /// <summary>How many keys there are.</summary>
    public const int Keys = 8;

    /// <inheritdoc/>
    public int KeyOf(in long message) => (int)(message % Keys);

    /// <inheritdoc/>
    public int PriorityOf(in long message) => (int)(message % 2);

    /// <inheritdoc/>
    public void Process(int core, ref long message)
    {
        world.Spend();
        if (message == failsAt)
        {
            throw new WorkloadFailure();
        }
    }
}
