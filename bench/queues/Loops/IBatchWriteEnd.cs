namespace QueuesBench;

/// <summary>A write end that takes many messages at once.</summary>
internal interface IBatchWriteEnd : IWriteEnd
{
    /// <summary>Writes consecutive numbers if there is room for all of them.</summary>
    /// <param name="first">The first number.</param>
    /// <param name="count">How many.</param>
    /// <returns>Whether there was.</returns>
    bool TryWriteBatch(long first, int count);
}
