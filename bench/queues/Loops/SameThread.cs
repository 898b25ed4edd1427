using System.Runtime.CompilerServices;
using Measuring;

namespace QueuesBench;

/// <summary>One thread that writes a message and reads it again: what the steps cost when nobody contends.</summary>
internal static class SameThread
{
    /// <summary>Measures it.</summary>
    /// <param name="placement">Puts the thread on its core.</param>
    /// <param name="writer">The write end.</param>
    /// <param name="reader">The read end.</param>
    /// <param name="messages">How many messages.</param>
    /// <returns>Nanoseconds for a message that is written and read.</returns>
    public static double Run<TWriter, TReader>(ICorePlacement placement, TWriter writer, TReader reader, int messages)
        where TWriter : struct, IWriteEnd
        where TReader : struct, IReadEnd
    {
        Race race = new(placement);
        race.Add(0, () => Pass(writer, reader, messages));
        return race.Run() / messages;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Pass<TWriter, TReader>(TWriter writer, TReader reader, int messages)
        where TWriter : struct, IWriteEnd
        where TReader : struct, IReadEnd
    {
        long sum = 0;
        for (int i = 0; i < messages; i++)
        {
            _ = writer.TryWrite(i);
            _ = reader.TryRead(out long message);
            sum += message;
        }

        Transfer.Check(sum, 1, messages);
    }
}
