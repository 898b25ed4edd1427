namespace Enso.Scheduler;

/// <summary>What a task waits for. Only that lets it go on, whatever else happens meanwhile.</summary>
internal enum Awaited
{
    /// <summary>Something outside of the reactor, which calls back.</summary>
    Outside,

    /// <summary>Its next turn.</summary>
    Turn,

    /// <summary>That anybody wakes it.</summary>
    Wake,

    /// <summary>The end of a task that it has started.</summary>
    End,

    /// <summary>A message that answers.</summary>
    Reply,

    /// <summary>That its <see cref="TaskWaiter"/> is woken.</summary>
    Signal,

    /// <summary>That the end of a queue that it watches is ready.</summary>
    Queue,

    /// <summary>A time.</summary>
    Time,

    /// <summary>A <see cref="Scheduler.Completion"/>, or the time at which the wait for it is over.</summary>
    Completion,
}
