namespace Enso.Queues;

/// <summary>Joins queues: moves everything from a reader to a writer, until the end, which it passes on.</summary>
/// <remarks>
/// <para>Messages are moved by batches, from the places where they lie to those where they will lie. A message is
/// released at one queue when it is published at the other. So nothing is lost, and nothing comes twice, whether the
/// joining is cancelled, the writer's queue is completed, or the reader is declared dead: what was not moved can still be
/// read. A full queue holds the reader up by its own policy: it waits, turns messages away, or drops, and counts.</para>
/// <para>When the reader's queue is completed and everything was moved, the writer's is completed with the same error.
/// An exception, such as a cancellation, completes nothing: joining can go on.</para>
/// </remarks>
public static class LinkAdapters
{
    /// <summary>Moves everything on the calling thread, which waits by the queues' strategies.</summary>
    /// <typeparam name="T">The type of the messages.</typeparam>
    /// <typeparam name="TStorage">Where they lie in the reader's queue.</typeparam>
    /// <param name="reader">Where messages come from; nothing else uses it meanwhile.</param>
    /// <param name="writer">Where they go to; nothing else uses it meanwhile.</param>
    /// <returns>How many were taken: all, but where the writer's policy is <see cref="FullPolicy.Reject"/>.</returns>
    /// <exception cref="QueueCompletedException">The writer's queue is completed.</exception>
    public static long LinkTo<T, TStorage>(this Reader<T, TStorage> reader, IQueueWriter<T> writer)
        where TStorage : struct, IStorage<T>
    {
        ArgumentNullException.ThrowIfNull(reader);
        return MoveAll(reader, reader.WaitForMessage, writer);
    }

    /// <summary>The same, from a queue of classes.</summary>
    /// <typeparam name="T">The type of the messages.</typeparam>
    /// <typeparam name="TStorage">Where they lie in the reader's queue.</typeparam>
    /// <typeparam name="TSelection">How the reader chooses.</typeparam>
    /// <param name="reader">Where messages come from; nothing else uses it meanwhile.</param>
    /// <param name="writer">Where they go to; nothing else uses it meanwhile.</param>
    /// <returns>How many were taken.</returns>
    /// <exception cref="QueueCompletedException">The writer's queue is completed.</exception>
    public static long LinkTo<T, TStorage, TSelection>(
        this ClassReader<T, TStorage, TSelection> reader, IQueueWriter<T> writer)
        where TStorage : struct, IStorage<T, TStorage>
        where TSelection : struct, ISelection
    {
        ArgumentNullException.ThrowIfNull(reader);
        return MoveAll(reader, reader.WaitForMessage, writer);
    }

    /// <summary>Moves everything, and gives up the thread while there is nothing to move, or no room.</summary>
    /// <typeparam name="T">The type of the messages.</typeparam>
    /// <param name="reader">Where messages come from; nothing else uses it meanwhile.</param>
    /// <param name="writer">Where they go to; nothing else uses it meanwhile.</param>
    /// <param name="cancellationToken">Ends the joining.</param>
    /// <returns>How many were taken: all, but where the writer's policy is <see cref="FullPolicy.Reject"/>.</returns>
    /// <exception cref="QueueCompletedException">The writer's queue is completed.</exception>
    public static async ValueTask<long> LinkToAsync<T>(
        this IQueueReader<T> reader, IQueueWriter<T> writer, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(writer);
        Batches<T> batches = new(writer);
        long taken = 0;
        while (await reader.WaitAsync(cancellationToken).ConfigureAwait(false))
        {
            while (TryMove(reader, ref batches, out int moved))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (moved != 0)
                {
                    taken += moved;
                }
                else if (TryShow(reader, out T message))
                {
                    bool isDone = false;
                    try
                    {
                        taken += await writer.PublishAsync(message, cancellationToken).ConfigureAwait(false) ? 1 : 0;
                        isDone = true;
                    }
                    finally
                    {
                        reader.Release(isDone ? 1 : 0);
                    }
                }
            }
        }

        writer.Complete(ReaderAdapters.ErrorOf(reader));
        return taken;
    }

    private static long MoveAll<T>(IQueueReader<T> reader, Func<bool> waitForMessage, IQueueWriter<T> writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        Batches<T> batches = new(writer);
        long taken = 0;
        while (waitForMessage())
        {
            while (TryMove(reader, ref batches, out int moved))
            {
                if (moved != 0)
                {
                    taken += moved;
                }
                else if (TryShow(reader, out T message))
                {
                    bool isDone = false;
                    try
                    {
                        taken += writer.Publish(message) ? 1 : 0;
                        isDone = true;
                    }
                    finally
                    {
                        reader.Release(isDone ? 1 : 0);
                    }
                }
            }
        }

        writer.Complete(ReaderAdapters.ErrorOf(reader));
        return taken;
    }

    // Moves what there is room for; false when there is nothing to move.
    private static bool TryMove<T>(IQueueReader<T> reader, ref Batches<T> batches, out int moved)
    {
        moved = 0;
        if (!reader.TryRead(Batches<T>.Largest, out Slots<T> shown))
        {
            return false;
        }

        try
        {
            moved = batches.PublishSome(shown.First);
            if (moved == shown.First.Length && !shown.Second.IsEmpty)
            {
                moved += batches.PublishSome(shown.Second);
            }
        }
        finally
        {
            reader.Release(moved);
        }

        return true;
    }

    // Shows the first message, and holds it: it is published by the writer's policy, and released after.
    private static bool TryShow<T>(IQueueReader<T> reader, out T message)
    {
        bool isShown = reader.TryRead(1, out Slots<T> shown);
        message = isShown ? shown.First[0] : default!;
        return isShown;
    }
}
