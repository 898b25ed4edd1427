namespace Enso.Queues;

/// <summary>The end of a <see cref="ClassQueue{T,TStorage,TSelection}"/> at which messages go in, each with
/// its class. One thread at a time may use it; each thread that publishes has one of its own.</summary>
/// <typeparam name="T">The type of the messages.</typeparam>
public sealed class ClassWriter<T>
{
    private readonly IQueueWriter<T>[] _writers;

    internal ClassWriter(IQueueWriter<T>[] writers) => _writers = writers;

    /// <summary>How many classes there are.</summary>
    public int Count => _writers.Length;

    /// <summary>The end of one class, for messages that are written where they lie.</summary>
    /// <param name="index">The class; 0 is the highest.</param>
    /// <exception cref="IndexOutOfRangeException">There is no such class.</exception>
    public IQueueWriter<T> this[int index] => _writers[index];

    /// <summary>Publishes a message if there is room in its class; it never waits.</summary>
    /// <param name="index">The class; 0 is the highest.</param>
    /// <param name="message">The message.</param>
    /// <returns>Whether it was taken.</returns>
    /// <exception cref="QueueCompletedException">The class is completed.</exception>
    public bool TryPublish(int index, [TakesOwnershipWhen(true)] T message) => _writers[index].TryPublish(message);

    /// <summary>Publishes a message by its class's policy: it may wait, or turn the message away.</summary>
    /// <param name="index">The class; 0 is the highest.</param>
    /// <param name="message">The message.</param>
    /// <returns>Whether it was taken; false only where the policy is
    /// <see cref="FullPolicy.Reject"/>.</returns>
    /// <exception cref="QueueCompletedException">The class is completed, or was while this
    /// waited.</exception>
    public bool Publish(int index, [TakesOwnershipWhen(true)] T message) => _writers[index].Publish(message);

    /// <summary>The same, and gives up its thread while it waits.</summary>
    /// <param name="index">The class; 0 is the highest.</param>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">Ends the waiting; the message is not published then.</param>
    /// <returns>Whether it was taken.</returns>
    public ValueTask<bool> PublishAsync(
        int index, [TakesOwnership] T message, CancellationToken cancellationToken = default) =>
        _writers[index].PublishAsync(message, cancellationToken);

    /// <summary>Says that no more will come in a class. The reader ends when all classes are completed and
    /// read.</summary>
    /// <param name="index">The class; 0 is the highest.</param>
    /// <param name="error">Why, when it is for an error.</param>
    public void Complete(int index, Exception? error = null) => _writers[index].Complete(error);

    /// <summary>Says that no more will come in any class.</summary>
    /// <param name="error">Why, when it is for an error: the reader finds it in its exception.</param>
    public void Complete(Exception? error = null)
    {
        foreach (IQueueWriter<T> writer in _writers)
        {
            writer.Complete(error);
        }
    }
}
