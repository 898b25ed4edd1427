using System.Numerics;

namespace Enso.Queues;

/// <summary>One way of a session's link. Messages of every type that goes this way have one order: a ring of tags, and
/// beside it a column of places for each type. A message is in its type's column, at the sequence of its tag.</summary>
/// <remarks>
/// It is a ring of a tagged union that is stored by columns, so that messages with references and without share it, and
/// nothing is boxed, serialized or laid over anything else.
/// <para>A column has at least two places more than the ring. A message is written before its tag is published, while
/// the ring may still be full; and it is read after its tag was taken, when the ring may be filled again. With the two,
/// neither place is another message's.</para>
/// </remarks>
internal sealed class MessageColumns
{
    private const int SparePlaces = 2;

    private readonly MessageColumn[] _columns;
    private readonly Link<int, Vec<int>> _link;

    private MessageColumns(QueueOptions options, List<MessageColumn> columns)
    {
        _columns = [.. columns];
        _link = new Link<int, Vec<int>>(options);
    }

    /// <summary>The end at which tags go in.</summary>
    public SingleWriter<int, Vec<int>> Tags => _link.Writer;

    /// <summary>The end at which they come out.</summary>
    public Reader<int, Vec<int>> TagReader => _link.Reader;

    /// <summary>Makes both ways of a protocol's link.</summary>
    /// <typeparam name="TProtocol">The protocol, from the near end's side.</typeparam>
    /// <param name="options">Capacity of each way, in messages, and waiting.</param>
    /// <returns>The way from the near end, and the way to it.</returns>
    public static (MessageColumns There, MessageColumns Back) Make<TProtocol>(QueueOptions options)
        where TProtocol : struct, IProtocol
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.FullPolicy != FullPolicy.Wait)
        {
            throw new ArgumentException(
                $"A session loses no message ({options.FullPolicy}): use {FullPolicy.Wait}.", nameof(options));
        }

        uint length = BitOperations.RoundUpToPowerOf2((uint)Capacities.Check(options.Capacity) + SparePlaces);
        if (length > Capacities.Maximum)
        {
            throw new ArgumentOutOfRangeException(
                nameof(options), options.Capacity, $"A session's capacity is at most {Capacities.Maximum / 2}.");
        }

        Builder builder = new((int)length);
        TProtocol.VisitMessages(ref builder, isDual: false);
        return (new MessageColumns(options, builder.Sent), new MessageColumns(options, builder.Received));
    }

    /// <summary>Writes a message where it will be read.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="sequence">Its sequence.</param>
    /// <param name="message">The message. One with an owner is given away.</param>
    /// <returns>Its tag, to be published.</returns>
    public int Put<T>(long sequence, T message)
    {
        for (int tag = 0; tag < _columns.Length; tag++)
        {
            if (_columns[tag] is MessageColumn<T> column)
            {
                Handover<T>.Send(ref message);
                column.Put(sequence, message);
                return tag;
            }
        }

        throw new SessionException($"The protocol has no message of type {typeof(T)} that goes this way.");
    }

    /// <summary>Reads a message whose tag was taken.</summary>
    /// <typeparam name="T">Its type, as the receiver's protocol says.</typeparam>
    /// <param name="sequence">Its sequence.</param>
    /// <param name="tag">Its tag.</param>
    public T Take<T>(long sequence, int tag) => _columns[tag] is MessageColumn<T> column
        ? column.Take(sequence)
        : throw new SessionException(
            $"The other end does not keep to the protocol: it sent a {_columns[tag].Type} where a {typeof(T)} comes.");

    /// <summary>Makes a column for each type.</summary>
    private readonly struct Builder(int length) : IMessageVisitor
    {
        public List<MessageColumn> Sent { get; } = [];

        public List<MessageColumn> Received { get; } = [];

        public void Visit<T>(bool isSent)
        {
            List<MessageColumn> columns = isSent ? Sent : Received;
            if (!columns.Exists(column => column is MessageColumn<T>))
            {
                columns.Add(new MessageColumn<T>(length));
            }
        }
    }
}
