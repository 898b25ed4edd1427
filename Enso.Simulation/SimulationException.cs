namespace Enso.Simulation;

/// <summary>Something that must hold did not hold in a simulation. The seed in its message does it again.</summary>
/// <param name="message">The seed, the step, the time, and what.</param>
public sealed class SimulationException(string message) : Exception(message);
