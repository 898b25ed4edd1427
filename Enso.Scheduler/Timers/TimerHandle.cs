namespace Enso.Scheduler;

/// <summary>Names a timer of a queue. When the timer is no more, its handle names nothing, also when its place has been given
/// to another (until the place has been given away 2^32 times). The default value names nothing.</summary>
/// <param name="Index">The place of the timer in its queue.</param>
/// <param name="Generation">How often the place has been given away; never 0 for a timer.</param>
public readonly record struct TimerHandle(int Index, uint Generation);
