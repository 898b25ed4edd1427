namespace Enso.Queues;

/// <summary>The end of a queue at which messages go in. One thread at a time may use it; a queue for several writers gives
/// each an end of its own.</summary>
/// <typeparam name="T">The type of the messages.</typeparam>
public interface IQueueWriter<T>
{
    /// <summary>Publishes a message if there is room; it never waits.</summary>
    /// <param name="message">The message.</param>
    /// <returns>Whether it was taken. A queue that drops takes every message: see <see cref="FullPolicy"/>.</returns>
    /// <exception cref="QueueCompletedException">The queue is completed.</exception>
    bool TryPublish([TakesOwnershipWhen(true)] T message);

    /// <summary>Publishes a message by the queue's policy: it may wait, or turn the message away.</summary>
    /// <param name="message">The message.</param>
    /// <returns>Whether it was taken; false only where the policy is <see cref="FullPolicy.Reject"/>.</returns>
    /// <exception cref="QueueCompletedException">The queue is completed, or was while this waited.</exception>
    bool Publish([TakesOwnershipWhen(true)] T message);

    /// <summary>The same, and gives up its thread while it waits. A message with an owner (<see cref="Owned{T}"/>) is given
    /// away in any case; a queue that turns messages away has no use for this.</summary>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">Ends the waiting; the message is not published then.</param>
    /// <returns>Whether it was taken.</returns>
    ValueTask<bool> PublishAsync([TakesOwnership] T message, CancellationToken cancellationToken = default);

    /// <summary>Takes places for messages, to be written where they lie. Nothing is seen before
    /// <see cref="Commit"/>.</summary>
    /// <param name="count">How many, from 1 to the queue's capacity; where it lies in segments, to a segment's.</param>
    /// <param name="slots">The places, with what was there before.</param>
    /// <returns>Whether there is room for all of them; it never waits.</returns>
    /// <exception cref="QueueCompletedException">The queue is completed.</exception>
    /// <exception cref="InvalidOperationException">Places were taken before and not committed.</exception>
    bool TryClaim(int count, out Slots<T> slots);

    /// <summary>Publishes all that was claimed.</summary>
    /// <exception cref="InvalidOperationException">Nothing was claimed.</exception>
    /// <exception cref="QueueCompletedException">The queue was completed meanwhile, and what was claimed is given back. Where
    /// several writers claim side by side it is published all the same, for readers wait for it.</exception>
    void Commit();

    /// <summary>Says that no more will come. Readers get what was published and then learn of the end. To complete twice
    /// is allowed; the first counts.</summary>
    /// <param name="error">Why, when it is for an error: readers find it in their exception.</param>
    void Complete(Exception? error = null);
}
