using Enso.Queues;

namespace Enso.Scheduler;

/// <summary>The end of a queue at which messages go in, for tasks of one core: to wait for room costs no thread and,
/// once made,
/// no memory.</summary>
/// <typeparam name="T">The type of the messages.</typeparam>
public sealed class TaskWriter<T> : IDisposable
{
    private readonly Watch _watch;

    private TaskWriter(IQueueWriter<T> writer, Watch watch)
    {
        Writer = writer;
        _watch = watch;
    }

    /// <summary>The writer, for all that does not wait.</summary>
    public IQueueWriter<T> Writer { get; }

    /// <summary>Makes it.</summary>
    /// <param name="reactor">The core's.</param>
    /// <param name="writer">The writer, which nobody else uses meanwhile.</param>
    /// <exception cref="ArgumentException">The writer cannot be waited for so (<see cref="IWaitable"/>).</exception>
    public static TaskWriter<T> Create(Reactor reactor, IQueueWriter<T> writer) => new(writer, Watch.At(reactor, writer));

    /// <summary>Waits until there is room; to be awaited.</summary>
    public QueueAwaiter Ready() => new(_watch);

    /// <summary>Publishes a message; waits for room, whatever the queue's policy.</summary>
    /// <param name="message">The message.</param>
    /// <exception cref="QueueCompletedException">The queue is completed, or was while this waited.</exception>
    /// <exception cref="OperationCanceledException">The task was asked to end; it is told once.</exception>
    public async ReactorTask Publish([TakesOwnership] T message)
    {
        while (!Writer.TryPublish(message))
        {
            await Ready();
        }
    }

    /// <summary>Waits here no more: the writer can be used elsewhere. On the core's thread.</summary>
    public void Dispose() => _watch.Disarm();
}
