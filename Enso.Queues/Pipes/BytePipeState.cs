namespace Enso.Queues;

/// <summary>What both ends of a <see cref="BytePipe"/> share.</summary>
internal sealed class BytePipeState
{
    // Set before _isReaderDone is, and read after.
    private Exception? _readerError;
    private int _isReaderDone;

    /// <summary>Makes it.</summary>
    /// <param name="capacity">Bytes of the ring.</param>
    public BytePipeState(int capacity)
    {
        Link = new Link<byte, Mirrored<byte>>(new QueueOptions { Capacity = Capacities.Check(capacity) });
        Core = Link.Writer.Core;
        Ring = new MirroredMemoryManager<byte>(Core.Storage);
        Capacity = capacity;
    }

    /// <summary>The queue of bytes.</summary>
    public Link<byte, Mirrored<byte>> Link { get; }

    /// <summary>What its ends share.</summary>
    public QueueCore<byte, Mirrored<byte>> Core { get; }

    /// <summary>Its bytes as memory.</summary>
    public MirroredMemoryManager<byte> Ring { get; }

    /// <summary>Bytes of the ring.</summary>
    public int Capacity { get; }

    /// <summary>Why the writer completed. Set before the queue is completed, and read after.</summary>
    public Exception? WriterError { get; set; }

    /// <summary>Why the reader completed; read after <see cref="IsReaderDone"/>.</summary>
    public Exception? ReaderError => _readerError;

    /// <summary>Whether the reader reads no more. Pairs with the exchange in <see cref="CompleteReader"/>.</summary>
    public bool IsReaderDone => Volatile.Read(ref _isReaderDone) != 0;

    /// <summary>Says that the reader reads no more.</summary>
    /// <param name="error">Why; null for no error.</param>
    public void CompleteReader(Exception? error)
    {
        _readerError = error;
        Interlocked.Exchange(ref _isReaderDone, 1);
        Core.Room.Notify();
    }
}
