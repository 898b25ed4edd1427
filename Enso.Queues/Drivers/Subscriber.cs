namespace Enso.Queues;

/// <summary>A queue from many writers to one reader (MPSC).</summary>
/// <typeparam name="T">The type of the messages.</typeparam>
/// <typeparam name="TStorage">Where they lie: <see cref="Vec{T}"/>, where writers do not wait for one another, or
/// <see cref="VecDeque{T}"/> or <see cref="LinkedSegments{T}"/>, which grow and have a lock.</typeparam>
public sealed class Subscriber<T, TStorage>
    where TStorage : struct, IStorage<T, TStorage>
{
    private readonly QueueCore<T, TStorage> _core;
    private readonly Marks? _marks;
    private readonly SingleWriter<T, TStorage>? _shared;
    private readonly Lock _lock = new();

    /// <summary>Makes the queue and its reader.</summary>
    /// <param name="options">Capacity, policy and waiting.</param>
    /// <param name="fill">Makes the message that each place holds from the beginning; null for default values.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option has a value that is not allowed; the message says what is.
    /// </exception>
    public Subscriber(QueueOptions options, Func<T>? fill = null)
        : this(options, fill, null)
    {
    }

    /// <summary>Makes one whose reader waits where others' do.</summary>
    /// <param name="options">Capacity, policy and waiting.</param>
    /// <param name="fill">Makes the message that each place holds from the beginning; null for default values.</param>
    /// <param name="messages">Where readers wait; null for a signal of its own.</param>
    internal Subscriber(QueueOptions options, Func<T>? fill, Signal<TStorage>? messages)
    {
        ArgumentNullException.ThrowIfNull(options);
        _core = new QueueCore<T, TStorage>(
            options, TStorage.Create(options.Capacity, options.MaximumCapacity, fill), readers: 1, messages);
        _core.PlaceFirst(QueueCore<T, TStorage>.FirstReader);
        _marks = TStorage.IsFixed ? new Marks(options.Capacity) : null;
        _shared = TStorage.IsFixed ? null : new SingleWriter<T, TStorage>(_core);
        Reader = new Reader<T, TStorage>(
            _core, QueueCore<T, TStorage>.FirstReader, [QueueCore<T, TStorage>.Writer], _marks);
    }

    /// <summary>The end at which messages come out.</summary>
    public Reader<T, TStorage> Reader { get; }

    /// <summary>What can be seen of the queue from outside, as of about now.</summary>
    public QueueProperties Properties => QueueProperties.Of(_core);

    /// <summary>Where the cursors stand, as of about now.</summary>
    public QueueView View() => QueueView.Of(_core, _marks);

    /// <summary>Adds a writer, at any time, from any thread.</summary>
    /// <returns>An end of its own.</returns>
    public IQueueWriter<T> Link() => _marks is not null
        ? new SharedWriter<T, TStorage>(_core, _marks)
        : new LockedWriter<T, TStorage>(_core, _shared!, _lock);
}
