namespace QueuesBench;

/// <summary>The end of a queue at which messages go in. A structure, so that the loops are compiled for each queue.
/// </summary>
internal interface IWriteEnd
{
    /// <summary>Writes a message if there is room.</summary>
    /// <param name="message">The message.</param>
    /// <returns>Whether there was.</returns>
    bool TryWrite(long message);
}
