namespace Enso.Scheduler;

/// <summary>A task as seen from outside.</summary>
/// <param name="Id">The task.</param>
/// <param name="Parent">Its parent; <see cref="TaskId.None"/> for the root.</param>
/// <param name="Depth">How many ancestors it has.</param>
/// <param name="Name">What people know it by.</param>
/// <param name="State">What it is about.</param>
/// <param name="Polls">How often it was polled.</param>
/// <param name="Ran">How long it ran, in nanoseconds; 0 where the core's discipline does not ask.</param>
/// <param name="IsCancelled">Whether it was asked to end.</param>
public readonly record struct TaskView(
    TaskId Id, TaskId Parent, int Depth, string? Name, TaskState State, long Polls, long Ran, bool IsCancelled);
