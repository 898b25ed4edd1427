namespace Enso.Queues;

/// <summary>The end of a queue at which messages come out. One thread at a time may use it.</summary>
/// <typeparam name="T">The type of the messages.</typeparam>
public interface IQueueReader<T>
{
    /// <summary>Whether the queue is completed and everything was read.</summary>
    bool IsCompleted { get; }

    /// <summary>How many messages wait; others may publish meanwhile.</summary>
    long Depth { get; }

    /// <summary>Takes a message if there is one; it never waits.</summary>
    /// <param name="message">The message.</param>
    /// <returns>Whether there was one.</returns>
    bool TryNext(out T message);

    /// <summary>Takes a message; waits for one, by the queue's strategy.</summary>
    /// <returns>The message.</returns>
    /// <exception cref="QueueCompletedException">The queue is completed and everything was read.</exception>
    T Next();

    /// <summary>The same, and gives up its thread while it waits.</summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The message.</returns>
    ValueTask<T> NextAsync(CancellationToken cancellationToken = default);

    /// <summary>Shows messages where they lie. They stay until <see cref="Release"/>.</summary>
    /// <param name="count">How many at most; at least 1.</param>
    /// <param name="slots">Those that are there.</param>
    /// <returns>Whether there is any; it never waits.</returns>
    bool TryRead(int count, out Slots<T> slots);

    /// <summary>Gives back the first messages of what <see cref="TryRead"/> showed: their places may be written again.
    /// </summary>
    /// <param name="count">How many, from 0 to as many as were shown.</param>
    void Release(int count);

    /// <summary>Waits until there is a message, or there will be none any more.</summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>Whether there is one.</returns>
    ValueTask<bool> WaitAsync(CancellationToken cancellationToken = default);
}
