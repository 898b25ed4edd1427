namespace Enso.Scheduler;

/// <summary>A supervisor's children failed more often than it is allowed to start them again.</summary>
/// <param name="message">How often, and what is allowed.</param>
public sealed class RestartLimitException(string message) : Exception(message);
