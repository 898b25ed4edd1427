namespace ReactorBench;

/// <summary>.NET's priority queue in the place of a discipline.</summary>
internal sealed class PriorityQueueChoices : Subject
{
    private const int Ready = 64;

    private readonly PriorityQueue<int, long> _queue = new(Cost.Batch);

    /// <summary>Fills it.</summary>
    public PriorityQueueChoices()
    {
        for (int i = 0; i < Ready; i++)
        {
            _queue.Enqueue(i, i);
        }
    }

    /// <inheritdoc/>
    public override void Run(int count)
    {
        for (int i = 0; i < count; i++)
        {
            _queue.TryDequeue(out int entity, out long due);
            _queue.Enqueue(entity, due + Ready + entity % 5);
        }
    }
}
