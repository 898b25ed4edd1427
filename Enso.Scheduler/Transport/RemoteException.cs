namespace Enso.Scheduler;

/// <summary>Another core refused what it was asked for.</summary>
/// <param name="message">Which core, what, and why.</param>
/// <param name="reason">What was thrown there; null where nothing was.</param>
public sealed class RemoteException(string message, Exception? reason) : Exception(message, reason);
