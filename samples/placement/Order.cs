/// <summary>A message: one of a stream.</summary>
/// <param name="Stream">The number of its stream, which is its key.</param>
/// <param name="Number">Which of its stream it is, from 0.</param>
internal readonly record struct Order(int Stream, int Number)
{
    /// <summary>The core that has processed it.</summary>
    public int Core { get; init; } = -1;

    /// <inheritdoc/>
    public override string ToString() => $"{Streams.NameOf(Stream)}.{Number}";
}
