namespace Enso.Scheduler;

/// <summary>Something that happened on a core.</summary>
/// <param name="Kind">What.</param>
/// <param name="Start">When it began, in nanoseconds.</param>
/// <param name="Length">How long it took, in nanoseconds; 0 for what has no length.</param>
/// <param name="Task">The task that it was about; <see cref="TaskId.None"/> for none.</param>
/// <param name="Name">What people know that by; for a message, what it asked for.</param>
/// <param name="Other">For a message, the core that it came from; for an interrupt, its vector; else the core
/// itself.</param>
public readonly record struct TraceEvent(TraceKind Kind, long Start, long Length, TaskId Task, string? Name, int Other);
