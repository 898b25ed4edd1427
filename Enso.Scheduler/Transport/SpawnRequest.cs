namespace Enso.Scheduler;

/// <summary>A task to be started on another core.</summary>
/// <param name="Factory">Makes its work, there.</param>
/// <param name="Options">What it is made with.</param>
public sealed record SpawnRequest(Func<Work> Factory, TaskOptions Options);
