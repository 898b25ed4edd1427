namespace Enso.Simulation.Workloads;

/// <summary>What a workload's tasks throw when they fail as they should.</summary>
internal sealed class WorkloadFailure() : Exception("This task fails on purpose.");
