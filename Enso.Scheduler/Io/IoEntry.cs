namespace Enso.Scheduler;

/// <summary>What a core says to the thread, or the other core's task, that serves a device.</summary>
/// <typeparam name="TRequest">The requests' type.</typeparam>
/// <param name="Tag">The request's tag.</param>
/// <param name="IsCancel">Whether it is that nobody waits for the request any more; else it is to be done.</param>
/// <param name="Request">The request, when it is to be done.</param>
public readonly record struct IoEntry<TRequest>(IoTag Tag, bool IsCancel, TRequest? Request);
