namespace Enso.Queues;

/// <summary>What happens to a message that is published while the queue is full.</summary>
public enum FullPolicy
{
    /// <summary>The writer waits for room.</summary>
    Wait,

    /// <summary>The message is turned away, and the writer learns of it.</summary>
    Reject,

    /// <summary>The oldest message that nobody reads just now is thrown away for it. While all of them are being read where
    /// they lie, the message itself is.</summary>
    DropOldest,

    /// <summary>The message itself is thrown away.</summary>
    DropNewest,
}
