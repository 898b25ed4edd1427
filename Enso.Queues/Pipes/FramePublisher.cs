namespace Enso.Queues;

/// <summary>A pipe of records of any length, from one writer to many readers, each of which gets every record. The
/// slowest reader holds the writer up.</summary>
/// <typeparam name="TStorage">Where the bytes lie: <see cref="Mirrored{T}"/>, or <see cref="Vec{T}"/>.</typeparam>
public sealed class FramePublisher<TStorage>
    where TStorage : struct, IStorage<byte, TStorage>
{
    private readonly Publisher<byte, TStorage> _publisher;
    private readonly FrameLayout<TStorage> _layout;

    /// <summary>Makes the pipe and its writer.</summary>
    /// <param name="options">Capacity in bytes, readers, policy (to wait or to reject) and waiting.</param>
    /// <exception cref="ArgumentException">An option has a value that is not allowed; the message says what
    /// is.</exception>
    public FramePublisher(QueueOptions options)
    {
        _publisher = new Publisher<byte, TStorage>(FrameLayout<TStorage>.Check(options));
        _layout = FrameLayout<TStorage>.Of(_publisher.Writer.Core);
        Writer = new FrameWriter<TStorage>(_publisher.Writer, _layout);
    }

    /// <summary>The end at which records go in.</summary>
    public FrameWriter<TStorage> Writer { get; }

    /// <summary>What can be seen of the pipe from outside, in bytes of frames.</summary>
    public QueueProperties Properties => _publisher.Properties;

    /// <summary>Where the cursors stand, in bytes, as of about now.</summary>
    public QueueView View() => _publisher.View();

    /// <summary>Adds a reader, at any time, from any thread: it gets what is published from now on.</summary>
    /// <returns>An end of its own; to dispose of it is to unsubscribe.</returns>
    /// <exception cref="InvalidOperationException">There are as many readers as the pipe was made for.</exception>
    public FrameReader<TStorage> Subscribe() => new(_publisher.Subscribe(), _layout);

    /// <summary>Declares a reader dead that has stopped reading: the writer does not wait for it any more. The
    /// reader learns of it by a <see cref="ReaderDeadException"/>, and its place is free when it is disposed
    /// of.</summary>
    /// <param name="reader">One of this pipe's readers.</param>
    public void DeclareDead(FrameReader<TStorage> reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        _publisher.DeclareDead(reader.Inner);
    }
}
