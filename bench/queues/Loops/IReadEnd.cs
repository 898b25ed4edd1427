namespace QueuesBench;

/// <summary>The end of a queue at which messages come out.</summary>
internal interface IReadEnd
{
    /// <summary>Reads a message if there is one.</summary>
    /// <param name="message">The message.</param>
    /// <returns>Whether there was.</returns>
    bool TryRead(out long message);
}
