namespace Enso.Queues;

/// <summary>Where the messages of a queue lie: a backend. Messages are numbered from 0 in the order of publishing; their
/// numbers are their <em>sequences</em>.</summary>
/// <remarks><para>A storage is a structure, and each end of a queue has a copy: what the copies share is behind references.
/// The queue sees to it that a sequence is written by one thread before it is published and read after, and that nobody
/// writes over a message that somebody may still read.</para>
/// <para>Made by <see cref="IStorage{T,TSelf}.Create"/>.</para></remarks>
/// <typeparam name="T">The type of the messages.</typeparam>
public interface IStorage<T> : IAtomics
{
    /// <summary>Whether the capacity never changes. Only then several writers can write at the same time.</summary>
    static abstract bool IsFixed { get; }

    /// <summary>Whether it lies in segments of the capacity that the queue is made with, so that more messages than that
    /// may lie in more than two runs: as many are claimed or shown at once as two runs hold.</summary>
    static virtual bool IsSegmented => false;

    /// <summary>The largest number of messages that it may come to hold.</summary>
    long MaximumCapacity { get; }

    /// <summary>The number of messages that it holds without growing.</summary>
    long Capacity { get; }

    /// <summary>How far can be written.</summary>
    /// <param name="oldest">The oldest sequence that somebody may still read.</param>
    /// <returns>The first sequence for which there is no room.</returns>
    long LimitFor(long oldest);

    /// <summary>What must have been read or dropped so that there can be room.</summary>
    /// <param name="limit">The first sequence for which there need not be room.</param>
    /// <returns>The oldest sequence that may still be there when it has grown as far as it can.</returns>
    long OldestFor(long limit);

    /// <summary>Makes room, if there may be more: called by the writer when everything is taken.</summary>
    /// <param name="oldest">The oldest sequence that somebody may still read.</param>
    /// <param name="next">The sequence that is written next.</param>
    /// <param name="limit">The first sequence for which there need not be room.</param>
    /// <returns>Whether there is room for more than before.</returns>
    bool TryGrow(long oldest, long next, long limit);

    /// <summary>A message to be written.</summary>
    /// <param name="sequence">Its sequence.</param>
    /// <returns>The place in memory, with what was there before.</returns>
    ref T ToWrite(long sequence);

    /// <summary>Messages to be written that lie beside one another.</summary>
    /// <param name="sequence">The first one's sequence.</param>
    /// <param name="count">How many at most; at least 1.</param>
    /// <returns>Between 1 and <paramref name="count"/> places.</returns>
    Span<T> ToWrite(long sequence, int count);

    /// <summary>A message that was published.</summary>
    /// <param name="sequence">Its sequence.</param>
    /// <returns>The place in memory.</returns>
    ref T ToRead(long sequence);

    /// <summary>Published messages that lie beside one another.</summary>
    /// <param name="sequence">The first one's sequence.</param>
    /// <param name="count">How many at most; at least 1.</param>
    /// <returns>Between 1 and <paramref name="count"/> messages.</returns>
    Span<T> ToRead(long sequence, int count);

    /// <summary>Begins to fetch messages that will be read soon from the writer's core. Only a hint.</summary>
    /// <param name="sequence">The first one's sequence.</param>
    /// <param name="count">How many; all are published.</param>
    void Prefetch(long sequence, int count);

    /// <summary>Sets a reader's copy to where it begins.</summary>
    /// <param name="sequence">The sequence that it reads first.</param>
    void Seek(long sequence);
}

/// <summary>A storage that can be made.</summary>
/// <typeparam name="T">The type of the messages.</typeparam>
/// <typeparam name="TSelf">The storage itself.</typeparam>
public interface IStorage<T, TSelf> : IStorage<T>
    where TSelf : struct, IStorage<T, TSelf>
{
    /// <summary>Makes a storage.</summary>
    /// <param name="capacity">How many messages it holds: a power of two from 1 to <see cref="Capacities.Maximum"/>.</param>
    /// <param name="maximum">How many it may grow to, where it grows.</param>
    /// <param name="fill">Makes the message that each place holds from the beginning; null for default values.</param>
    /// <returns>The storage.</returns>
    static abstract TSelf Create(int capacity, long maximum, Func<T>? fill);
}
