using Enso.Queues;

namespace Enso.Tests.InKernel.Soak;

/// <summary>What threads do at the ends of a queue: every way to write and to read, as it comes.</summary>
internal static class SoakEnds
{
    private const int LargestBatch = 40;

    /// <summary>Writes messages with rising numbers.</summary>
    /// <param name="end">The write end.</param>
    /// <param name="writer">Whose messages they are.</param>
    /// <param name="count">How many.</param>
    /// <param name="capacity">How many can be claimed at once.</param>
    /// <param name="sent">Takes what was written.</param>
    /// <param name="pace">The thread's.</param>
    public static void Write(
        IQueueWriter<SoakMessage> end, int writer, int count, int capacity, SoakLedger sent, SoakPace pace)
    {
        while (sent.NextOf(writer) < count)
        {
            pace.Dawdle();
            long number = sent.NextOf(writer);
            SoakMessage message = SoakMessage.Of(writer, number);
            bool isTaken;
            switch (pace.Below(16))
            {
                case 0:
                    isTaken = end.PublishAsync(message).AsTask().GetAwaiter().GetResult();
                    break;
                case < 4:
                    isTaken = end.TryPublish(message);
                    break;
                case < 8:
                    isTaken = end.Publish(message);
                    break;
                default:
                    WriteBatch(end, writer, (int)Math.Min(count - number, Math.Min(capacity, LargestBatch)), sent, pace);
                    continue;
            }
            if (isTaken)
            {
                sent.Enter(message);
            }
            else
            {
                pace.LetOthersRun();
            }
        }
    }

    /// <summary>Reads until the queue is completed.</summary>
    /// <param name="end">The read end.</param>
    /// <param name="wait">Waits for a message, as the end does.</param>
    /// <param name="enter">Takes each message.</param>
    /// <param name="pace">The thread's.</param>
    public static void Read(
        IQueueReader<SoakMessage> end, Func<bool> wait, Action<SoakMessage> enter, SoakPace pace)
    {
        SoakMessage[] copies = new SoakMessage[LargestBatch];
        while (true)
        {
            pace.Dawdle();
            bool isThere;
            switch (pace.Below(16))
            {
                case 0:
                    isThere = end.WaitAsync().AsTask().GetAwaiter().GetResult();
                    break;
                case 1:
                    try
                    {
                        enter(end.Next());
                        continue;
                    }
                    catch (QueueCompletedException)
                    {
                        return;
                    }
                case < 6:
                    isThere = end.TryNext(out SoakMessage message);
                    if (isThere)
                    {
                        enter(message);
                        continue;
                    }
                    isThere = wait();
                    break;
                default:
                    int count = ReadBatch(end, copies, pace);
                    for (int i = 0; i < count; i++)
                    {
                        enter(copies[i]);
                    }
                    isThere = count > 0 || wait();
                    break;
            }
            if (!isThere)
            {
                return;
            }
        }
    }

    /// <summary>Takes messages where they lie, and gives all or some of them back as read.</summary>
    /// <returns>How many were read; 0 when none was there.</returns>
    public static int ReadBatch(IQueueReader<SoakMessage> end, SoakMessage[] copies, SoakPace pace)
    {
        if (!end.TryRead(1 + pace.Below(copies.Length), out Slots<SoakMessage> shown))
        {
            return 0;
        }
        int count = pace.Below(4) == 0 ? 1 + pace.Below(shown.Count) : shown.Count;
        for (int i = 0; i < count; i++)
        {
            copies[i] = shown[i];
        }
        pace.Dawdle();
        end.Release(count);
        return count;
    }

    private static void WriteBatch(
        IQueueWriter<SoakMessage> end, int writer, int most, SoakLedger sent, SoakPace pace)
    {
        if (!end.TryClaim(1 + pace.Below(most), out Slots<SoakMessage> places))
        {
            pace.LetOthersRun();
            return;
        }
        for (int i = 0; i < places.Count; i++)
        {
            places[i] = SoakMessage.Of(writer, sent.NextOf(writer));
            sent.Enter(places[i]);
        }
        pace.Dawdle();
        end.Commit();
    }
}
