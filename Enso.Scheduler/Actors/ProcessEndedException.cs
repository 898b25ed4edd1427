namespace Enso.Scheduler;

/// <summary>A process that should take a message, or answer one, has ended.</summary>
/// <param name="message">What was asked of it.</param>
public sealed class ProcessEndedException(string message) : InvalidOperationException(message);
