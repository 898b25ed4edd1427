namespace Enso.Machine.Interrupts;

/// <summary>What became of an interrupt that the top half has put into its core's queues.</summary>
internal enum InterruptPush
{
    /// <summary>It is in its class's ring.</summary>
    Queued,

    /// <summary>The ring was full; the line stays masked, and is unmasked when half of the ring is free. It still
    /// asserts what it wants then, so nothing is lost.</summary>
    Deferred,

    /// <summary>The ring was full and the line triggers by edges: it is lost, and counted.</summary>
    Lost,
}
