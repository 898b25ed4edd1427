namespace Enso.Scheduler;

/// <summary>What came of a request.</summary>
/// <typeparam name="TRequest">The requests' type.</typeparam>
/// <param name="Status">How it ended.</param>
/// <param name="Value">What the device says: below 0 for its errors, by custom. 0 when it has not completed it.</param>
/// <param name="Request">The request, with what it owns: the task's again. The default value when the device has not
/// completed it.</param>
public readonly record struct IoResult<TRequest>(IoStatus Status, long Value, TRequest? Request);
