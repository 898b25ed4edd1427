namespace Enso.Queues;

/// <summary>A queue from one writer to many readers, each of which gets every message (SPMC): one ring, one cursor for the
/// writer and one for each reader. The slowest reader holds the writer up.</summary>
/// <typeparam name="T">The type of the messages.</typeparam>
/// <typeparam name="TStorage">Where they lie.</typeparam>
public sealed class Publisher<T, TStorage>
    where TStorage : struct, IStorage<T, TStorage>
{
    private readonly QueueCore<T, TStorage> _core;

    // Readers come and go under it; neither publishing nor reading takes it.
    private readonly Lock _lock = new();
    private readonly bool[] _isTaken;

    /// <summary>Makes the queue and its writer.</summary>
    /// <param name="options">Capacity, readers, policy and waiting.</param>
    /// <param name="fill">Makes the message that each place holds from the beginning; null for default values.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option has a value that is not allowed; the message says what is.
    /// </exception>
    public Publisher(QueueOptions options, Func<T>? fill = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        _core = new QueueCore<T, TStorage>(
            options, TStorage.Create(options.Capacity, options.MaximumCapacity, fill), options.MaximumReaders);
        _isTaken = new bool[_core.Cursors.Count];
        Writer = new SingleWriter<T, TStorage>(_core);
    }

    /// <summary>The end at which messages go in.</summary>
    public SingleWriter<T, TStorage> Writer { get; }

    /// <summary>What can be seen of the queue from outside, as of about now.</summary>
    public QueueProperties Properties => QueueProperties.Of(_core);

    /// <summary>Where the cursors stand, as of about now.</summary>
    public QueueView View() => QueueView.Of(_core);

    /// <summary>Adds a reader, at any time, from any thread: it gets what is published from now on.</summary>
    /// <returns>An end of its own; to dispose of it is to unsubscribe.</returns>
    /// <exception cref="InvalidOperationException">There are as many readers as the queue was made for.</exception>
    public Reader<T, TStorage> Subscribe() => Subscribe(null);

    /// <summary>Adds a reader that begins with a message that was published before and is still there.</summary>
    /// <param name="from">The message's sequence.</param>
    /// <returns>An end of its own.</returns>
    /// <exception cref="ArgumentOutOfRangeException">It is not there any more, or not yet; the message says which are.
    /// </exception>
    /// <exception cref="InvalidOperationException">There are as many readers as the queue was made for.</exception>
    public Reader<T, TStorage> Subscribe(long from) => Subscribe((long?)from);

    /// <summary>Declares a reader dead that has stopped reading: the writer does not wait for it any more. The reader learns
    /// of it by a <see cref="ReaderDeadException"/>, and its place is free when it is disposed of.</summary>
    /// <param name="reader">One of this queue's readers.</param>
    public void DeclareDead(Reader<T, TStorage> reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        lock (_lock)
        {
            ref Cursor cursor = ref _core.Cursors[reader.Index];
            if (_isTaken[reader.Index])
            {
                TStorage.WriteRelease(ref cursor.IsDead, 1);
            }
        }

        _core.Room.Notify();
        _core.Messages.Notify();
    }

    private Reader<T, TStorage> Subscribe(long? from)
    {
        lock (_lock)
        {
            int index = Array.IndexOf(_isTaken, false, QueueCore<T, TStorage>.FirstReader);
            if (index < 0)
            {
                throw new InvalidOperationException(
                    $"All {_core.Options.MaximumReaders} places for readers are taken; "
                    + "dispose of one, or make the queue with more MaximumReaders.");
            }

            ref Cursor own = ref _core.Cursors[index];
            own.ForgetOwner();
            ref Cursor writer = ref _core.Cursors[QueueCore<T, TStorage>.Writer];

            // The writer takes a cursor into account when it next looks at the readers; until then it may go up to its
            // reach of now. So the cursor is put where it holds the writer up in any case, then every core is made to see
            // it, and only then is it read how far the writer has come: a look that missed the cursor was before, and its
            // reach and sequence are seen here.
            _core.CountReader(index);
            TStorage.WriteRelease(ref own.Sequence, from ?? TStorage.ReadAcquire(ref writer.Sequence));
            TStorage.BarrierEverywhere();
            long published = TStorage.ReadAcquire(ref writer.Sequence);
            long oldest = Math.Max(0, TStorage.ReadRelaxed(ref writer.Reach) - _core.Storage.Capacity);
            if (from is { } wanted && (wanted > published || wanted < oldest))
            {
                TStorage.WriteRelease(ref own.Sequence, Cursor.Free);
                _core.Room.Notify();
                throw new ArgumentOutOfRangeException(
                    nameof(from), wanted, $"Messages from sequence {Math.Min(oldest, published)} to {published} can be read.");
            }

            // The writer may have gone to sleep because of where the cursor was put first.
            TStorage.WriteRelease(ref own.Sequence, from ?? published);
            _core.Room.Notify();
            _isTaken[index] = true;
            return new Reader<T, TStorage>(_core, index, [QueueCore<T, TStorage>.Writer], onDispose: Unsubscribe);
        }
    }

    private void Unsubscribe(Reader<T, TStorage> reader)
    {
        lock (_lock)
        {
            if (!_isTaken[reader.Index])
            {
                return;
            }

            ref Cursor cursor = ref _core.Cursors[reader.Index];
            TStorage.WriteRelease(ref cursor.Sequence, Cursor.Free);
            TStorage.WriteRelaxed(ref cursor.IsDead, 0);
            _isTaken[reader.Index] = false;
        }

        _core.Room.Notify();
    }
}
