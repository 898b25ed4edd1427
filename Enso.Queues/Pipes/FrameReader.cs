namespace Enso.Queues;

/// <summary>The end of a pipe at which records come out. One thread at a time may use it.</summary>
/// <remarks>Records are read where they lie, and stay until they are released, all that were read at once: so
/// several can be held together.</remarks>
/// <typeparam name="TStorage">Where the bytes lie.</typeparam>
public sealed class FrameReader<TStorage> : IDisposable
    where TStorage : struct, IStorage<byte, TStorage>
{
    private readonly FrameLayout<TStorage> _layout;

    // From the reader's sequence on: bytes of frames that were read and are held, and bytes that are known to be
    // there.
    private int _held;
    private int _available;

    /// <summary>Makes one.</summary>
    /// <param name="reader">The queue's reader.</param>
    /// <param name="layout">The ring.</param>
    internal FrameReader(Reader<byte, TStorage> reader, FrameLayout<TStorage> layout)
    {
        Inner = reader;
        _layout = layout;
    }

    /// <summary>Whether the pipe is completed and everything was read and released.</summary>
    public bool IsCompleted => Inner.IsCompleted;

    /// <summary>The queue's reader.</summary>
    internal Reader<byte, TStorage> Inner { get; }

    /// <summary>Shows the next record where it lies, if there is one; it never waits.</summary>
    /// <param name="record">The record, until it is released; it begins at a multiple of 8.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryRead(out ReadOnlySpan<byte> record)
    {
        while (_held < _available || TryLookFurther())
        {
            // A header is never split: frames lie at multiples of 8, and so does the end of the ring.
            long sequence = Inner.Sequence + _held;
            FrameHeader header = FrameHeader.Read(_layout.Storage.ToRead(sequence, FrameHeader.Bytes));
            CheckAlive();
            _held += header.Size;
            if (header.Length != FrameHeader.Padding)
            {
                record = _layout.Storage.ToRead(sequence, header.Size).Slice(FrameHeader.Bytes, header.Length);
                return true;
            }
        }

        record = default;
        return false;
    }

    /// <summary>The same; waits for a record, by the pipe's strategy.</summary>
    /// <returns>The record.</returns>
    /// <exception cref="InvalidOperationException">Records are held: release them first, for writers may wait for
    /// that.</exception>
    /// <exception cref="QueueCompletedException">The pipe is completed and everything was read.</exception>
    public ReadOnlySpan<byte> Read()
    {
        CheckReleased();
        ReadOnlySpan<byte> record;
        while (!TryRead(out record))
        {
            if (!Inner.WaitForMessage())
            {
                throw Inner.Core.ReadTooLate();
            }
        }

        return record;
    }

    /// <summary>Waits until there is a record, or there will be none any more, and gives up its thread
    /// meanwhile.</summary>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="InvalidOperationException">Records are held: release them first, for writers may wait for
    /// that.</exception>
    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken = default)
    {
        CheckReleased();
        return Inner.WaitAsync(cancellationToken);
    }

    /// <summary>Gives back all records that were read: their places may be written again.</summary>
    public void Release()
    {
        if (_held == 0)
        {
            return;
        }

        // The rest is shown anew by the next look.
        int held = _held;
        _held = 0;
        _available = 0;
        Inner.Release(held);
    }

    /// <summary>Gives up its place: it holds no writer up any more.</summary>
    public void Dispose() => Inner.Dispose();

    // What is shown is given back and shown again with what has come since; nobody can write there in between, for
    // the reader's sequence stays.
    private bool TryLookFurther()
    {
        int known = _available;
        if (known != 0)
        {
            // The queue's reader looks at the writer only where it has come to what it knew, which it has not.
            _available = 0;
            Inner.Release(0);
            Inner.LookAnew();
        }

        if (!Inner.TryRead(_layout.Capacity, out Slots<byte> shown))
        {
            return false;
        }

        _available = shown.Count;
        return shown.Count > known;
    }

    // What was read of a dead reader's place may have been written over: no length is to be believed before this.
    private void CheckAlive()
    {
        // The header was read before, with acquire. Pairs with the release in DeclareDead, by way of the writer, who writes over frames
        // after it has seen that the reader is dead.
        if (TStorage.ReadAcquire(ref Inner.Core.Cursors[Inner.Index].IsDead) != 0)
        {
            _held = 0;
            _available = 0;
            throw new ReaderDeadException();
        }
    }

    private void CheckReleased()
    {
        if (_held != 0)
        {
            throw new InvalidOperationException($"Records of {_held} bytes are held: release them before waiting.");
        }
    }
}
