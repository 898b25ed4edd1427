using Enso.Scheduler;

namespace Enso.Simulation;

/// <summary>A core of a simulation.</summary>
public readonly struct SimulatedPlatform : IPlatform
{
    private readonly SimulatedMachine _machine;

    internal SimulatedPlatform(SimulatedMachine machine, int core)
    {
        _machine = machine;
        Core = core;
    }

    /// <inheritdoc/>
    public int Core { get; }

    /// <inheritdoc/>
    public long Now => _machine.Look();

    /// <summary>Not called: the simulation puts cores to sleep.</summary>
    /// <param name="until">When the sleep would end.</param>
    public void Sleep(long until) =>
        throw new InvalidOperationException("A simulation runs its reactors turn by turn, and none by Run.");

    /// <inheritdoc/>
    public void Wake(int core) => _machine.Wake(core);
}
