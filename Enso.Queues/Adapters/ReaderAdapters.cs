using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace Enso.Queues;

/// <summary>Readers of queues as streams and enumerables.</summary>
/// <remarks>Each ends when the queue is completed and everything was read. Of a queue that was completed with an error,
/// it ends by throwing that error. What was enumerated is taken from the queue: leaving early loses nothing.</remarks>
public static class ReaderAdapters
{
    /// <summary>Pulls from a queue. A pull waits for a message, by the queue's strategy. <c>foreach</c> over it allocates
    /// nothing.</summary>
    /// <typeparam name="T">The type of the messages.</typeparam>
    /// <param name="reader">The queue's reader, which nothing else uses meanwhile.</param>
    public static Stream<T, ReaderMachine<T>> ToStream<T>(this IQueueReader<T> reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return new(new(reader));
    }

    /// <summary>The messages for code that asks for the interface: enumerating waits for each, by the queue's strategy.
    /// </summary>
    /// <typeparam name="T">The type of the messages.</typeparam>
    /// <param name="reader">The queue's reader, which nothing else uses meanwhile.</param>
    public static IEnumerable<T> ToEnumerable<T>(this IQueueReader<T> reader) => reader.ToStream().ToEnumerable();

    /// <summary>The messages as they come; waiting for them gives up the thread.</summary>
    /// <typeparam name="T">The type of the messages.</typeparam>
    /// <param name="reader">The queue's reader, which nothing else uses meanwhile.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public static IAsyncEnumerable<T> ToAsyncEnumerable<T>(
        this IQueueReader<T> reader, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return Enumerate(reader, cancellationToken);
    }

    /// <summary>With what error a queue was completed that has nothing more to read.</summary>
    /// <typeparam name="T">The type of the messages.</typeparam>
    /// <param name="reader">Its reader.</param>
    /// <returns>Null when it came to its end.</returns>
    internal static Exception? ErrorOf<T>(IQueueReader<T> reader)
    {
        // Only the exception has it.
        try
        {
            reader.Next();
        }
        catch (QueueCompletedException end)
        {
            return end.InnerException;
        }

        throw new InvalidOperationException("A message came after the end of the queue.");
    }

    private static async IAsyncEnumerable<T> Enumerate<T>(
        IQueueReader<T> reader, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await reader.WaitAsync(cancellationToken).ConfigureAwait(false))
        {
            while (reader.TryNext(out T message))
            {
                yield return message;
                cancellationToken.ThrowIfCancellationRequested();
            }
        }

        if (ErrorOf(reader) is { } error)
        {
            ExceptionDispatchInfo.Throw(error);
        }
    }
}
