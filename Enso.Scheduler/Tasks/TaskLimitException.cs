namespace Enso.Scheduler;

/// <summary>A core has as many tasks as it was made for.</summary>
/// <param name="message">What was wrong, and what is allowed.</param>
public sealed class TaskLimitException(string message) : InvalidOperationException(message);
