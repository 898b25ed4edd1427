namespace Enso.Queues;

/// <summary>A pipe of records of any length, from many writers to one reader.</summary>
/// <remarks>Writers take turns, under a lock that is held from a claim to its commit. Without one, each byte would
/// need a mark of eight that says whether it is finished, as the sequences of a queue of several writers are marked
/// one by one.</remarks>
/// <typeparam name="TStorage">Where the bytes lie: <see cref="Mirrored{T}"/>, or <see cref="Vec{T}"/>.</typeparam>
public sealed class FrameSubscriber<TStorage>
    where TStorage : struct, IStorage<byte, TStorage>
{
    private readonly Link<byte, TStorage> _link;
    private readonly FrameLayout<TStorage> _layout;
    private readonly Lock _lock = new();

    /// <summary>Makes the pipe and its reader.</summary>
    /// <param name="options">Capacity in bytes, policy (to wait or to reject) and waiting.</param>
    /// <exception cref="ArgumentException">An option has a value that is not allowed; the message says what
    /// is.</exception>
    public FrameSubscriber(QueueOptions options)
    {
        _link = new Link<byte, TStorage>(FrameLayout<TStorage>.Check(options));
        _layout = FrameLayout<TStorage>.Of(_link.Writer.Core);
        Reader = new FrameReader<TStorage>(_link.Reader, _layout);
    }

    /// <summary>The end at which records come out.</summary>
    public FrameReader<TStorage> Reader { get; }

    /// <summary>What can be seen of the pipe from outside, in bytes of frames.</summary>
    public QueueProperties Properties => _link.Properties;

    /// <summary>Where the cursors stand, in bytes, as of about now.</summary>
    public QueueView View() => _link.View();

    /// <summary>Adds a writer, at any time, from any thread.</summary>
    /// <returns>An end of its own.</returns>
    public FrameWriter<TStorage> Link() => new(_link.Writer, _layout, _lock);
}
