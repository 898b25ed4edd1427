namespace Enso.Queues;

/// <summary>No loop: where a session begins.</summary>
public readonly struct NoLoop : ILoops;
