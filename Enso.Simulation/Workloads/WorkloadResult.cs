namespace Enso.Simulation.Workloads;

/// <summary>What a workload's run was.</summary>
/// <param name="Steps">How many steps.</param>
/// <param name="Time">How much virtual time, in nanoseconds.</param>
/// <param name="Digest">Of all that happened.</param>
/// <param name="Begun">How many things were begun, of all kinds.</param>
internal readonly record struct WorkloadResult(long Steps, long Time, ulong Digest, long Begun);
