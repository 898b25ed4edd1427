using Enso.Scheduler;
using Enso.Simulation;

namespace Enso.Tests.Scheduler.Interrupts;

/// <summary>Simulated cores that take interrupts of simulated devices.</summary>
public abstract class InterruptFixture
{
    private readonly List<SimulatedDevices> _machines = [];

    private protected List<string> Log { get; } = [];

    [SetUp]
    public void Clear() => Log.Clear();

    [TearDown]
    public void Free()
    {
        _machines.ForEach(machine => machine.Dispose());
        _machines.Clear();
    }

    private protected Simulation<RoundRobin> Simulate(int cores, int seed = 1, ReactorOptions? options = null) =>
        new(cores, seed, (options ?? new ReactorOptions()) with { Tasks = 64, Log = Log.Add });

    private protected SimulatedDevices Add(
        Simulation<RoundRobin> simulation, int core, uint capacity = 16, int step = 16)
    {
        SimulatedDevices machine = new(simulation, core, capacity);
        _machines.Add(machine);
        simulation[core].AddInterrupts(machine.ForReactor, step);
        return machine;
    }

    private protected static InterruptLine Line(
        int vector, int? interruptClass = null, int? core = null, bool isLevel = false) => new()
    {
        Name = $"device {vector}",
        Vector = vector,
        Class = interruptClass,
        Core = core,
        IsLevel = isLevel,
    };
}
