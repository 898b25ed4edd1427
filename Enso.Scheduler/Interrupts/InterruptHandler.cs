namespace Enso.Scheduler;

/// <summary>Serves an interrupt, on the thread of the core's reactor and with interrupts on: it may allocate,
/// start and wake tasks, and must be short.</summary>
/// <param name="reactor">The core's.</param>
/// <param name="interrupt">The interrupt.</param>
public delegate void InterruptHandler(Reactor reactor, in InterruptEvent interrupt);
