using System.Runtime.CompilerServices;

namespace Enso.Queues;

/// <summary>Where lists come from, and folds of what is not one.</summary>
public static class MessageLists
{
    /// <summary>A list of a copy of messages, in memory that is allocated for it: what a collection expression
    /// makes.</summary>
    /// <typeparam name="T">What it carries.</typeparam>
    /// <param name="messages">The messages.</param>
    public static MessageList<T> Of<T>(params ReadOnlySpan<T> messages) => new(messages.ToArray());

    /// <summary>A list of what is enumerated, in memory that is allocated for it.</summary>
    /// <typeparam name="T">What it carries.</typeparam>
    /// <param name="messages">The messages.</param>
    public static MessageList<T> From<T>(IEnumerable<T> messages) => new(messages.ToArray());

    /// <summary>Unfolds a list into the caller's memory, until the unfold ends or the memory is full.</summary>
    /// <typeparam name="TState">What is carried from step to step.</typeparam>
    /// <typeparam name="T">What the list carries.</typeparam>
    /// <typeparam name="TUnfold">The step, which is compiled into the loop.</typeparam>
    /// <param name="state">The state, which becomes the one to go on from.</param>
    /// <param name="unfold">The step.</param>
    /// <param name="store">Where the list will lie.</param>
    public static MessageList<T> Unfold<TState, T, TUnfold>(ref TState state, TUnfold unfold, Memory<T> store)
        where TUnfold : struct, IUnfold<TState, T>
    {
        Span<T> span = store.Span;
        int count = 0;
        while (count < span.Length && unfold.TryStep(ref state, out T? message))
        {
            span[count++] = message;
        }
        return new(store[..count]);
    }

    /// <summary>Gathers what is enumerated asynchronously as a list, in memory that is allocated for it.</summary>
    /// <typeparam name="T">What it carries.</typeparam>
    /// <param name="messages">The messages.</param>
    /// <param name="cancellationToken">Ends the wait for more.</param>
    public static async ValueTask<MessageList<T>> FromAsync<T>(
        IAsyncEnumerable<T> messages, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        List<T> gathered = [];
        await foreach (T message in messages.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            gathered.Add(message);
        }
        return From(gathered);
    }

    /// <summary>Gathers what is enumerated asynchronously in lists of so many messages, and the last one of what is
    /// left: each can be pulled as a stream, where what is enumerated cannot, since a pull does not wait.</summary>
    /// <typeparam name="T">What it carries.</typeparam>
    /// <param name="messages">The messages.</param>
    /// <param name="size">How many messages a list has at most; at least one.</param>
    /// <param name="cancellationToken">Ends the wait for more.</param>
    /// <returns>Lists, each a view of the same memory that holds until the next one is asked for.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The size is not positive.</exception>
    public static IAsyncEnumerable<MessageList<T>> InBatches<T>(
        IAsyncEnumerable<T> messages, int size, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        return Gather(messages, size, cancellationToken);
    }

    /// <summary>Folds memory from the first message on.</summary>
    /// <typeparam name="T">What it holds.</typeparam>
    /// <typeparam name="TState">What is gathered.</typeparam>
    /// <typeparam name="TFolder">The step, which is compiled into the loop.</typeparam>
    /// <param name="messages">The messages.</param>
    /// <param name="seed">What there is before the first message.</param>
    /// <param name="folder">From what is gathered and a message, what is gathered then.</param>
    public static TState Fold<T, TState, TFolder>(this ReadOnlySpan<T> messages, TState seed, TFolder folder)
        where TFolder : struct, IBinaryFunction<TState, T, TState>
    {
        foreach (T message in messages)
        {
            seed = folder.Invoke(seed, message);
        }
        return seed;
    }

    private static async IAsyncEnumerable<MessageList<T>> Gather<T>(
        IAsyncEnumerable<T> messages, int size, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        T[] store = new T[size];
        int count = 0;
        await foreach (T message in messages.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            store[count++] = message;
            if (count == size)
            {
                yield return new(store);
                count = 0;
            }
        }
        if (count > 0)
        {
            yield return new(store.AsMemory(0, count));
        }
    }
}
