using Measuring;

namespace QueuesBench;

/// <summary>A queue that takes part, and what is measured of it.</summary>
/// <typeparam name="TWriter">Its write end.</typeparam>
/// <typeparam name="TReader">Its read end.</typeparam>
/// <param name="name">Its name.</param>
/// <param name="shapes">How many threads it may have at its ends.</param>
/// <param name="make">Makes a fresh queue with as many write ends and as many read ends.</param>
internal class Contender<TWriter, TReader>(
    string name, Shapes shapes, Func<int, int, (TWriter[] Writers, TReader[] Readers)> make)
    where TWriter : struct, IWriteEnd
    where TReader : struct, IReadEnd
{
    /// <summary>Messages of a round that are passed one by one.</summary>
    protected const int Stream = 2_000_000;

    private const int RoundTrips = 40_000;

    /// <summary>What is measured.</summary>
    public virtual IEnumerable<Figure> Figures()
    {
        yield return OfTransfer("spsc", Stream, 1, 1, Transfer.OneByOne);
        yield return new Figure("round-trip", name, RoundTrips, (placement, count) =>
            RoundTrip.Run(placement, Pair(), Pair(), count))
        {
            Parts = RoundTrip.Parts,
        };
        yield return new Figure("same-thread", name, Stream, (placement, count) =>
        {
            (TWriter writer, TReader reader) = Pair();
            return [SameThread.Run(placement, writer, reader, count)];
        });
        if (Has(Shapes.TwoWriters))
        {
            yield return OfTransfer("mpsc", Stream, 2, 1, Transfer.OneByOne);
        }

        if (Has(Shapes.TwoReaders))
        {
            yield return OfTransfer("publish", Stream, 1, 2, Transfer.OneByOne);
        }
    }

    /// <summary>A figure of messages that are passed as fast as can be.</summary>
    /// <param name="measure">What it is called.</param>
    /// <param name="messages">Messages of a round.</param>
    /// <param name="writers">How many writers.</param>
    /// <param name="readers">How many readers.</param>
    /// <param name="transfer">How they are passed.</param>
    protected Figure OfTransfer(
        string measure,
        int messages,
        int writers,
        int readers,
        Func<ICorePlacement, TWriter[], TReader[], int, double> transfer) =>
        new(measure, name, messages, (placement, count) =>
        {
            (TWriter[] writeEnds, TReader[] readEnds) = make(writers, readers);
            return [transfer(placement, writeEnds, readEnds, Math.Max(1, count / writers))];
        });

    /// <summary>Whether it may have so many threads.</summary>
    /// <param name="shape">Threads besides one at each end.</param>
    protected bool Has(Shapes shape) => shapes.HasFlag(shape);

    private (TWriter Writer, TReader Reader) Pair()
    {
        (TWriter[] writers, TReader[] readers) = make(1, 1);
        return (writers[0], readers[0]);
    }
}
