namespace Enso.Queues;

/// <summary>A pipe of records of any length, from one writer to one reader: written and read where they lie, in one
/// ring of bytes.</summary>
/// <typeparam name="TStorage">Where the bytes lie: <see cref="Mirrored{T}"/>, or <see cref="Vec{T}"/>.</typeparam>
public sealed class FramePipe<TStorage>
    where TStorage : struct, IStorage<byte, TStorage>
{
    private readonly Link<byte, TStorage> _link;

    /// <summary>Makes the pipe and both its ends.</summary>
    /// <param name="options">Capacity in bytes, policy (to wait or to reject) and waiting.</param>
    /// <exception cref="ArgumentException">An option has a value that is not allowed; the message says what
    /// is.</exception>
    public FramePipe(QueueOptions options)
    {
        _link = new Link<byte, TStorage>(FrameLayout<TStorage>.Check(options));
        FrameLayout<TStorage> layout = FrameLayout<TStorage>.Of(_link.Writer.Core);
        Writer = new FrameWriter<TStorage>(_link.Writer, layout);
        Reader = new FrameReader<TStorage>(_link.Reader, layout);
    }

    /// <summary>The end at which records go in.</summary>
    public FrameWriter<TStorage> Writer { get; }

    /// <summary>The end at which they come out.</summary>
    public FrameReader<TStorage> Reader { get; }

    /// <summary>What can be seen of the pipe from outside, in bytes of frames.</summary>
    public QueueProperties Properties => _link.Properties;

    /// <summary>Where the cursors stand, in bytes, as of about now.</summary>
    public QueueView View() => _link.View();

    /// <summary>The frames that are published and not released, the oldest first, as of about now.</summary>
    /// <returns>None where the reader kept moving on meanwhile, for what it has released may be written over.</returns>
    public IReadOnlyList<FrameView> ViewFrames() => FrameView.Of(_link.Writer.Core);
}
