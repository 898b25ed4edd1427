namespace Enso.Queues;

/// <summary>Publishes messages by batches, without waiting: in places that are claimed together.</summary>
/// <typeparam name="T">The type of the messages.</typeparam>
/// <param name="writer">The queue's writer.</param>
internal struct Batches<T>(IQueueWriter<T> writer)
{
    /// <summary>The most messages that are moved at once. More gain little, and keep whoever is at the other end
    /// waiting for the first of them.</summary>
    public const int Largest = 256;

    private int _largest = Largest;

    /// <summary>Publishes as many messages as there is room for, up to a batch.</summary>
    /// <param name="messages">The messages; at least one.</param>
    /// <returns>How many; when 0, the first one is to be published by the queue's policy.</returns>
    public int PublishSome(ReadOnlySpan<T> messages)
    {
        // A message with an owner changes hands in a publication of its own.
        for (int count = Handover<T>.IsNeeded ? 0 : Math.Min(messages.Length, _largest); count > 0; count /= 2)
        {
            if (TryClaim(ref count, out Slots<T> places))
            {
                places.CopyFrom(messages[..count]);
                writer.Commit();
                return count;
            }
        }

        return 0;
    }

    // A writer says how many places its queue has only by refusing more. That happens once.
    private bool TryClaim(ref int count, out Slots<T> places)
    {
        while (true)
        {
            try
            {
                return writer.TryClaim(count, out places);
            }
            catch (ArgumentOutOfRangeException) when (count > 1)
            {
                count /= 2;
                _largest = count;
            }
        }
    }
}
