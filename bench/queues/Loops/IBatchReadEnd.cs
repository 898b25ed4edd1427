namespace QueuesBench;

/// <summary>A read end that gives many messages at once.</summary>
internal interface IBatchReadEnd : IReadEnd
{
    /// <summary>Reads what is there.</summary>
    /// <param name="most">How many messages at most.</param>
    /// <param name="sum">Their sum.</param>
    /// <returns>How many; 0 when there is none.</returns>
    int ReadBatch(int most, out long sum);
}
