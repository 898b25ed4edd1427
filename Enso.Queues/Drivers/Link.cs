namespace Enso.Queues;

/// <summary>A queue from one writer to one reader (SPSC).</summary>
/// <typeparam name="T">The type of the messages.</typeparam>
/// <typeparam name="TStorage">Where they lie: <see cref="Vec{T}"/>, <see cref="VecDeque{T}"/> or
/// <see cref="LinkedSegments{T}"/>.</typeparam>
public sealed class Link<T, TStorage>
    where TStorage : struct, IStorage<T, TStorage>
{
    private readonly QueueCore<T, TStorage> _core;

    /// <summary>Makes the queue and both its ends.</summary>
    /// <param name="options">Capacity, policy and waiting.</param>
    /// <param name="fill">Makes the message that each place holds from the beginning, for messages that are written where
    /// they lie; null for default values.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option has a value that is not allowed; the message says what is.
    /// </exception>
    public Link(QueueOptions options, Func<T>? fill = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        _core = new QueueCore<T, TStorage>(
            options, TStorage.Create(options.Capacity, options.MaximumCapacity, fill), readers: 1);
        _core.PlaceFirst(QueueCore<T, TStorage>.FirstReader);
        Writer = new SingleWriter<T, TStorage>(_core);
        Reader = new Reader<T, TStorage>(
            _core, QueueCore<T, TStorage>.FirstReader, [QueueCore<T, TStorage>.Writer]);
    }

    /// <summary>The end at which messages go in.</summary>
    public SingleWriter<T, TStorage> Writer { get; }

    /// <summary>The end at which they come out.</summary>
    public Reader<T, TStorage> Reader { get; }

    /// <summary>What can be seen of the queue from outside, as of about now.</summary>
    public QueueProperties Properties => QueueProperties.Of(_core);

    /// <summary>Where the cursors stand, as of about now.</summary>
    public QueueView View() => QueueView.Of(_core);
}
