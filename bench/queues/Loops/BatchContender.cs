using Measuring;

namespace QueuesBench;

/// <summary>A queue that also passes many messages at once.</summary>
/// <typeparam name="TWriter">Its write end.</typeparam>
/// <typeparam name="TReader">Its read end.</typeparam>
/// <param name="name">Its name.</param>
/// <param name="shapes">How many threads it may have at its ends.</param>
/// <param name="make">Makes a fresh queue with as many write ends and as many read ends.</param>
internal sealed class BatchContender<TWriter, TReader>(
    string name, Shapes shapes, Func<int, int, (TWriter[] Writers, TReader[] Readers)> make)
    : Contender<TWriter, TReader>(name, shapes, make)
    where TWriter : struct, IBatchWriteEnd
    where TReader : struct, IBatchReadEnd
{
    // They are passed so quickly that a round would else be over in a turn of the scheduler.
    private const int BatchedStream = 5 * Stream;

    /// <inheritdoc/>
    public override IEnumerable<Figure> Figures()
    {
        foreach (Figure figure in base.Figures())
        {
            yield return figure;
        }

        yield return OfTransfer("spsc-batch", BatchedStream, 1, 1, Transfer.Batched);
        if (Has(Shapes.TwoWriters))
        {
            yield return OfTransfer("mpsc-batch", BatchedStream, 2, 1, Transfer.Batched);
        }

        if (Has(Shapes.TwoReaders))
        {
            yield return OfTransfer("publish-batch", BatchedStream, 1, 2, Transfer.Batched);
        }
    }
}
