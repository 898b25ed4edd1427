namespace Enso.Scheduler;

/// <summary>An interrupt that has come.</summary>
/// <param name="Vector">Its vector, from 0 to 255.</param>
/// <param name="Time">When its top half ran, in nanoseconds of the core's clock.</param>
/// <param name="Data">What the top half had to say: a status register, a sequence number.</param>
public readonly record struct InterruptEvent(int Vector, long Time, long Data);
