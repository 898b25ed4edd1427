using System.Runtime.CompilerServices;
using Enso.Queues;

namespace Enso.Scheduler;

/// <summary>What tasks produce, for code that runs on no reactor.</summary>
public static class TaskStreams
{
    private static readonly TaskOptions s_producer = new() { Name = "producer" };

    /// <summary>Has a task produce values, and enumerates them. It is started when the enumeration begins, is held
    /// back when it is ahead of the enumeration by as many values as are kept, and is cancelled when the enumeration
    /// ends before it.</summary>
    /// <typeparam name="T">The values' type.</typeparam>
    /// <param name="reactor">The core's on which the task runs.</param>
    /// <param name="produce">The task: it publishes values.</param>
    /// <param name="capacity">How many values are kept: a power of two.</param>
    /// <param name="cancellationToken">Ends the enumeration, and the task.</param>
    /// <returns>The values. The enumeration ends with the task, and throws what it has thrown, or an
    /// <see cref="OperationCanceledException"/> when the task was cancelled, as all of a core are that halts.</returns>
    public static IAsyncEnumerable<T> ToAsyncEnumerable<T>(
        this Reactor reactor,
        Func<TaskContext, TaskWriter<T>, ReactorTask> produce,
        int capacity = 16,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reactor);
        ArgumentNullException.ThrowIfNull(produce);
        return Enumerate(reactor, produce, capacity, cancellationToken);
    }

    private static async IAsyncEnumerable<T> Enumerate<T>(
        Reactor reactor,
        Func<TaskContext, TaskWriter<T>, ReactorTask> produce,
        int capacity,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Link<T, Vec<T>> link = new(new QueueOptions { Capacity = capacity });
        TaskId task = TaskId.None;
        reactor.Post(self =>
        {
            try
            {
                task = self.Spawn(
                    new ClosingWork(context => Produce(context, link.Writer, produce), s_producer, End), s_producer);
            }
            catch (TaskLimitException error)
            {
                link.Writer.Complete(error);
            }
        });
        try
        {
            await foreach (T value in link.Reader.ToAsyncEnumerable(cancellationToken).ConfigureAwait(false))
            {
                yield return value;
            }
        }
        finally
        {
            // On a core that has halted it has ended.
            _ = reactor.TryPost(self => self.Cancel(task));
        }

        // One that has produced has said how it ended already.
        void End(TaskLimitException? refusal) => link.Writer.Complete(
            refusal ?? (Exception)new OperationCanceledException("The task was cancelled before it produced anything."));
    }

    private static async ReactorTask Produce<T>(
        TaskContext context, IQueueWriter<T> end, Func<TaskContext, TaskWriter<T>, ReactorTask> produce)
    {
        using TaskWriter<T> writer = TaskWriter<T>.Create(context.Reactor, end);
        try
        {
            await produce(context, writer);
        }
        catch (Exception error)
        {
            // It is the enumeration's, which throws it.
            end.Complete(error);
            return;
        }

        end.Complete();
    }
}
