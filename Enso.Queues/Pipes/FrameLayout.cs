namespace Enso.Queues;

/// <summary>What the ends of a pipe know of its ring.</summary>
/// <typeparam name="TStorage">Where the bytes lie.</typeparam>
internal sealed class FrameLayout<TStorage>
    where TStorage : struct, IStorage<byte, TStorage>
{
    /// <summary>The smallest ring: a few empty records.</summary>
    public const int MinimumCapacity = 64;

    private readonly bool _isContiguous;

    private FrameLayout(TStorage storage)
    {
        Storage = storage;
        Capacity = (int)storage.Capacity;
        _isContiguous = storage.ToWrite(Capacity - 1, 2).Length == 2;

        // Where runs are split, half: a frame and what it leaves out before it are less than the ring then, wherever
        // the writer stands, so an empty ring takes it.
        MaximumLength = (_isContiguous ? Capacity : Capacity / 2) - FrameHeader.Bytes;
    }

    /// <summary>Where the bytes lie.</summary>
    public TStorage Storage { get; }

    /// <summary>Bytes of the ring.</summary>
    public int Capacity { get; }

    /// <summary>The longest record, in bytes.</summary>
    public int MaximumLength { get; }

    /// <summary>Checks what a pipe is made with.</summary>
    /// <param name="options">Its options.</param>
    /// <returns>The same.</returns>
    public static QueueOptions Check(QueueOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (!TStorage.IsFixed)
        {
            throw new ArgumentException(
                $"Records lie in a ring of fixed size: {nameof(Vec<byte>)} or {nameof(Mirrored<byte>)}.",
                nameof(options));
        }

        if (Capacities.Check(options.Capacity) < MinimumCapacity)
        {
            throw new ArgumentOutOfRangeException(
                nameof(options), options.Capacity, $"The capacity of a pipe is at least {MinimumCapacity} bytes.");
        }

        return options.FullPolicy is FullPolicy.Wait or FullPolicy.Reject
            ? options
            : throw new ArgumentException(
                $"Records are not dropped ({options.FullPolicy}): a ring of bytes does not know where they begin. Use "
                + $"{FullPolicy.Wait} or {FullPolicy.Reject}.",
                nameof(options));
    }

    /// <summary>Looks at a queue's ring.</summary>
    /// <param name="core">The queue.</param>
    public static FrameLayout<TStorage> Of(QueueCore<byte, TStorage> core) => new(core.Storage);

    /// <summary>Bytes that are left out before a frame, so that it does not cross the end of the ring.</summary>
    /// <param name="sequence">Where the writer stands.</param>
    /// <param name="size">The frame's size.</param>
    public int PaddingFor(long sequence, int size)
    {
        int rest = Capacity - (int)(sequence & (Capacity - 1));
        return _isContiguous || rest >= size ? 0 : rest;
    }
}
