namespace QueuesBench;

/// <summary>Either end of a bare ring.</summary>
internal readonly struct BareRingEnd(BareRing ring) : IBatchWriteEnd, IBatchReadEnd
{
    /// <inheritdoc/>
    public bool TryWrite(long message) => ring.TryWrite(message);

    /// <inheritdoc/>
    public bool TryRead(out long message) => ring.TryRead(out message);

    /// <inheritdoc/>
    public bool TryWriteBatch(long first, int count) => ring.TryWriteBatch(first, count);

    /// <inheritdoc/>
    public int ReadBatch(int most, out long sum) => ring.ReadBatch(most, out sum);
}
