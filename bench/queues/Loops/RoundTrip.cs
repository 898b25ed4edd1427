using System.Diagnostics;
using System.Runtime.CompilerServices;
using Measuring;

namespace QueuesBench;

/// <summary>A message that goes to another core over one queue and comes back over another. A figure includes one
/// look at the clock.</summary>
internal static class RoundTrip
{
    /// <summary>The names of what is measured: the median, what 99 in 100 do not exceed, and what 999 in
    /// 1000 do not.</summary>
    public static readonly string[] Parts = ["p50", "p99", "p99.9"];

    /// <summary>Measures round trips, one after another.</summary>
    /// <param name="placement">Puts the threads on their cores.</param>
    /// <param name="there">The ends of the queue to the other core.</param>
    /// <param name="back">The ends of the queue from there.</param>
    /// <param name="count">How many.</param>
    /// <returns>Nanoseconds: the <see cref="Parts"/>.</returns>
    public static double[] Run<TWriter, TReader>(
        ICorePlacement placement,
        (TWriter Writer, TReader Reader) there,
        (TWriter Writer, TReader Reader) back,
        int count)
        where TWriter : struct, IWriteEnd
        where TReader : struct, IReadEnd
    {
        long[] times = new long[count + 1];
        Race race = new(placement);
        race.Add(0, () => Ask(there.Writer, back.Reader, times));
        race.Add(1, () => Answer(there.Reader, back.Writer, times.Length - 1));
        race.Run();
        long[] trips = new long[count];
        for (int i = 0; i < count; i++)
        {
            trips[i] = times[i + 1] - times[i];
        }

        Array.Sort(trips);
        return [At(trips, 0.5), At(trips, 0.99), At(trips, 0.999)];
    }

    private static double At(long[] sorted, double share) =>
        sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * share))] * 1e9 / Stopwatch.Frequency;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Ask<TWriter, TReader>(TWriter writer, TReader reader, long[] times)
        where TWriter : struct, IWriteEnd
        where TReader : struct, IReadEnd
    {
        times[0] = Stopwatch.GetTimestamp();
        for (int i = 1; i < times.Length; i++)
        {
            // There is always room: one message is under way at a time.
            _ = writer.TryWrite(i);
            long message;
            while (!reader.TryRead(out message))
            {
            }

            times[i] = Stopwatch.GetTimestamp();
            if (message != i)
            {
                throw new InvalidOperationException("The message that came back is not the one that went.");
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Answer<TReader, TWriter>(TReader reader, TWriter writer, int count)
        where TWriter : struct, IWriteEnd
        where TReader : struct, IReadEnd
    {
        for (int i = 0; i < count; i++)
        {
            long message;
            while (!reader.TryRead(out message))
            {
            }

            _ = writer.TryWrite(message);
        }
    }
}
