using System.Buffers;

namespace Enso.Queues;

/// <summary>Publishes what is enumerated, or lies in memory. The queue is not completed: more may follow.</summary>
/// <remarks>Each message is published by the queue's policy; each method gives the number of messages that were taken,
/// which is less than all only where the policy is <see cref="FullPolicy.Reject"/>.</remarks>
public static class WriterAdapters
{
    /// <summary>Publishes what is enumerated.</summary>
    /// <typeparam name="T">The type of the messages.</typeparam>
    /// <param name="writer">The queue's writer, which nothing else uses meanwhile.</param>
    /// <param name="messages">The messages.</param>
    /// <returns>How many were taken.</returns>
    public static long PublishAll<T>(this IQueueWriter<T> writer, IEnumerable<T> messages)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(messages);
        long taken = 0;
        foreach (T message in messages)
        {
            taken += writer.Publish(message) ? 1 : 0;
        }

        return taken;
    }

    /// <summary>Publishes what is pulled from a stream, which ends.</summary>
    /// <typeparam name="T">The type of the messages.</typeparam>
    /// <typeparam name="TMachine">The stream's machine.</typeparam>
    /// <param name="writer">The queue's writer, which nothing else uses meanwhile.</param>
    /// <param name="messages">The stream.</param>
    /// <returns>How many were taken.</returns>
    public static long PublishAll<T, TMachine>(this IQueueWriter<T> writer, Stream<T, TMachine> messages)
        where TMachine : struct, IStreamMachine<T>
    {
        ArgumentNullException.ThrowIfNull(writer);
        long taken = 0;
        foreach (T message in messages)
        {
            taken += writer.Publish(message) ? 1 : 0;
        }

        return taken;
    }

    /// <summary>Publishes what lies in memory, by batches.</summary>
    /// <typeparam name="T">The type of the messages.</typeparam>
    /// <param name="writer">The queue's writer, which nothing else uses meanwhile.</param>
    /// <param name="messages">The messages.</param>
    /// <returns>How many were taken.</returns>
    public static long PublishAll<T>(this IQueueWriter<T> writer, in ReadOnlySequence<T> messages)
    {
        ArgumentNullException.ThrowIfNull(writer);
        Batches<T> batches = new(writer);
        long taken = 0;
        foreach (ReadOnlyMemory<T> segment in messages)
        {
            ReadOnlySpan<T> rest = segment.Span;
            while (!rest.IsEmpty)
            {
                int count = batches.PublishSome(rest);
                taken += count != 0 || writer.Publish(rest[0]) ? Math.Max(count, 1) : 0;
                rest = rest[Math.Max(count, 1)..];
            }
        }

        return taken;
    }

    /// <summary>Publishes what lies in memory, by batches; waiting for room gives up the thread.</summary>
    /// <typeparam name="T">The type of the messages.</typeparam>
    /// <param name="writer">The queue's writer, which nothing else uses meanwhile.</param>
    /// <param name="messages">The messages.</param>
    /// <param name="cancellationToken">Ends the waiting; what was published until then stays so.</param>
    /// <returns>How many were taken.</returns>
    public static async ValueTask<long> PublishAllAsync<T>(
        this IQueueWriter<T> writer, ReadOnlySequence<T> messages, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(writer);
        Batches<T> batches = new(writer);
        long taken = 0;
        foreach (ReadOnlyMemory<T> segment in messages)
        {
            for (int done = 0; done < segment.Length;)
            {
                cancellationToken.ThrowIfCancellationRequested();
                int count = batches.PublishSome(segment.Span[done..]);
                taken += count != 0
                    || await writer.PublishAsync(segment.Span[done], cancellationToken).ConfigureAwait(false)
                    ? Math.Max(count, 1)
                    : 0;
                done += Math.Max(count, 1);
            }
        }

        return taken;
    }

    /// <summary>Publishes what is enumerated as it comes; waiting, for it and for room, gives up the thread.</summary>
    /// <typeparam name="T">The type of the messages.</typeparam>
    /// <param name="writer">The queue's writer, which nothing else uses meanwhile.</param>
    /// <param name="messages">The messages.</param>
    /// <param name="cancellationToken">Ends the waiting. A message that was enumerated and waits for room is not
    /// published then.</param>
    /// <returns>How many were taken.</returns>
    public static async ValueTask<long> PublishAllAsync<T>(
        this IQueueWriter<T> writer, IAsyncEnumerable<T> messages, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(messages);
        long taken = 0;
        await foreach (T message in messages.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            taken += await writer.PublishAsync(message, cancellationToken).ConfigureAwait(false) ? 1 : 0;
        }

        return taken;
    }
}
