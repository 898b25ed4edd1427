using System.Buffers;

namespace Enso.Queues;

/// <summary>Shows a <see cref="Mirrored{T}"/> ring as memory: both images of it where it is mirrored.</summary>
/// <typeparam name="T">The type of the messages.</typeparam>
/// <param name="storage">The ring; it lives at least as long as this.</param>
internal sealed unsafe class MirroredMemoryManager<T>(Mirrored<T> storage) : MemoryManager<T>
    where T : unmanaged
{
    // Two images of the largest ring are one message longer than a span can be.
    private readonly int _length = (int)Math.Min(
        int.MaxValue, storage.Capacity * (storage.IsMirrored ? 2 : 1));

    /// <summary>Messages that lie beside one another.</summary>
    /// <param name="sequence">The first one's sequence.</param>
    /// <param name="count">How many at most.</param>
    /// <returns>As many, or those up to the end of the ring where it is not mirrored.</returns>
    public Memory<T> Run(long sequence, int count)
    {
        int first = (int)(sequence & (storage.Capacity - 1));
        return Memory.Slice(first, Math.Min(count, _length - first));
    }

    /// <inheritdoc/>
    // SAFETY: that many messages lie there from the first one on; the storage's owner keeps them.
    public override Span<T> GetSpan() => new(storage.First, _length);

    /// <inheritdoc/>
    public override MemoryHandle Pin(int elementIndex = 0)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)elementIndex, (uint)_length, nameof(elementIndex));

        // SAFETY: the index was checked. The memory never moves.
        return new MemoryHandle(storage.First + elementIndex, pinnable: this);
    }

    /// <inheritdoc/>
    public override void Unpin()
    {
    }

    /// <inheritdoc/>
    // The memory is the storage's.
    protected override void Dispose(bool disposing)
    {
    }
}
