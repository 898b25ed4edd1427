using System.Runtime.CompilerServices;
using Measuring;

namespace QueuesBench;

/// <summary>Writers and readers that work at the same time, as fast as they can. Each reader gets all messages.
/// </summary>
internal static class Transfer
{
    /// <summary>Messages of a batch.</summary>
    public const int Batch = 64;

    /// <summary>Passes messages one by one.</summary>
    /// <param name="placement">Puts the threads on their cores.</param>
    /// <param name="writers">The write ends, one for each writing thread.</param>
    /// <param name="readers">The read ends, one for each reading thread.</param>
    /// <param name="messages">How many messages each writer writes.</param>
    /// <returns>Nanoseconds for a message.</returns>
    public static double OneByOne<TWriter, TReader>(
        ICorePlacement placement, TWriter[] writers, TReader[] readers, int messages)
        where TWriter : struct, IWriteEnd
        where TReader : struct, IReadEnd
    {
        bool isCrowded = writers.Length + readers.Length > 2;
        return Run(
            placement,
            Array.ConvertAll<TWriter, Action>(writers, writer => () => Write(writer, messages, isCrowded)),
            Array.ConvertAll<TReader, Action>(
                readers, reader => () => Read(reader, writers.Length, messages, isCrowded)),
            messages);
    }

    /// <summary>Passes messages <see cref="Batch"/> at a time.</summary>
    /// <param name="placement">Puts the threads on their cores.</param>
    /// <param name="writers">The write ends, one for each writing thread.</param>
    /// <param name="readers">The read ends, one for each reading thread.</param>
    /// <param name="messages">How many messages each writer writes; made a multiple of a batch.</param>
    /// <returns>Nanoseconds for a message.</returns>
    public static double Batched<TWriter, TReader>(
        ICorePlacement placement, TWriter[] writers, TReader[] readers, int messages)
        where TWriter : struct, IBatchWriteEnd
        where TReader : struct, IBatchReadEnd
    {
        bool isCrowded = writers.Length + readers.Length > 2;
        int whole = Math.Max(Batch, messages / Batch * Batch);
        return Run(
            placement,
            Array.ConvertAll<TWriter, Action>(writers, writer => () => WriteBatches(writer, whole, isCrowded)),
            Array.ConvertAll<TReader, Action>(
                readers, reader => () => ReadBatches(reader, writers.Length, whole, isCrowded)),
            whole);
    }

    /// <summary>Checks what a reader got.</summary>
    /// <param name="sum">The sum of all that it got.</param>
    /// <param name="writers">How many writers wrote the numbers from 0.</param>
    /// <param name="messages">How many each of them wrote.</param>
    /// <exception cref="InvalidOperationException">A message was lost, or came twice.</exception>
    public static void Check(long sum, int writers, long messages)
    {
        if (sum != writers * (messages * (messages - 1) / 2))
        {
            throw new InvalidOperationException("The messages that came out are not those that went in.");
        }
    }

    // The first writer is on one core and the first reader on the other; whoever else there is shares a core with one.
    private static double Run(ICorePlacement placement, Action[] writers, Action[] readers, int messages)
    {
        Race race = new(placement);
        for (int i = 0; i < readers.Length; i++)
        {
            race.Add((i + 1) & 1, readers[i]);
        }

        for (int i = 0; i < writers.Length; i++)
        {
            race.Add(i & 1, writers[i]);
        }

        return race.Run() / ((double)writers.Length * messages);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Write<TWriter>(TWriter writer, int messages, bool isCrowded)
        where TWriter : struct, IWriteEnd
    {
        Wait wait = new(isCrowded);
        for (int i = 0; i < messages; i++)
        {
            while (!writer.TryWrite(i))
            {
                wait.Once();
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Read<TReader>(TReader reader, int writers, int messages, bool isCrowded)
        where TReader : struct, IReadEnd
    {
        Wait wait = new(isCrowded);
        long sum = 0;
        for (long left = (long)writers * messages; left > 0; left--)
        {
            long message;
            while (!reader.TryRead(out message))
            {
                wait.Once();
            }

            sum += message;
        }

        Check(sum, writers, messages);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void WriteBatches<TWriter>(TWriter writer, int messages, bool isCrowded)
        where TWriter : struct, IBatchWriteEnd
    {
        Wait wait = new(isCrowded);
        for (int i = 0; i < messages; i += Batch)
        {
            while (!writer.TryWriteBatch(i, Batch))
            {
                wait.Once();
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ReadBatches<TReader>(TReader reader, int writers, int messages, bool isCrowded)
        where TReader : struct, IBatchReadEnd
    {
        Wait wait = new(isCrowded);
        long sum = 0;
        long left = (long)writers * messages;
        while (left > 0)
        {
            int count = reader.ReadBatch(Batch, out long part);
            if (count == 0)
            {
                wait.Once();
                continue;
            }

            sum += part;
            left -= count;
        }

        Check(sum, writers, messages);
    }
}
