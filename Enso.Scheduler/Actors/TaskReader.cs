using Enso.Queues;

namespace Enso.Scheduler;

/// <summary>The end of a queue at which messages come out, for tasks of one core: to wait there costs no thread and,
/// once made,
/// no memory.</summary>
/// <typeparam name="T">The type of the messages.</typeparam>
public sealed class TaskReader<T> : IDisposable
{
    private readonly Watch _watch;

    private TaskReader(IQueueReader<T> reader, Watch watch)
    {
        Reader = reader;
        _watch = watch;
    }

    /// <summary>The reader, for all that does not wait.</summary>
    public IQueueReader<T> Reader { get; }

    /// <summary>Makes it.</summary>
    /// <param name="reactor">The core's.</param>
    /// <param name="reader">The reader, which nobody else uses meanwhile.</param>
    /// <exception cref="ArgumentException">The reader cannot be waited for so (<see cref="IWaitable"/>).</exception>
    public static TaskReader<T> Create(Reactor reactor, IQueueReader<T> reader) => new(reader, Watch.At(reactor, reader));

    /// <summary>Waits until there is a message, or there will be none any more; to be awaited.</summary>
    public QueueAwaiter Ready() => new(_watch);

    /// <summary>Waits until there is a message, or there will be none any more.</summary>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="OperationCanceledException">The task was asked to end; it is told once.</exception>
    public async ReactorTask<bool> Wait()
    {
        while (Reader.Depth == 0)
        {
            if (Reader.IsCompleted)
            {
                return false;
            }

            await Ready();
        }

        return true;
    }

    /// <summary>Takes a message; waits for one.</summary>
    /// <returns>The message.</returns>
    /// <exception cref="QueueCompletedException">The queue is completed and everything was read.</exception>
    /// <exception cref="OperationCanceledException">The task was asked to end; it is told once.</exception>
    public async ReactorTask<T> Next()
    {
        T message;
        while (!Reader.TryNext(out message))
        {
            if (Reader.IsCompleted)
            {
                // Throws what says why.
                return Reader.Next();
            }

            await Ready();
        }

        return message;
    }

    /// <summary>The messages as they come, for <c>await foreach</c> in a task of the core: it ends when the queue
    /// does, and
    /// throws the error with which it was completed.</summary>
    public MessageEnumerator<T> GetAsyncEnumerator() => new(this);

    /// <summary>Waits here no more: the reader can be used elsewhere. On the core's thread.</summary>
    public void Dispose() => _watch.Disarm();
}
