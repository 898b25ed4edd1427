using Enso.Queues;

namespace Enso.Tests.InKernel.Soak;

/// <summary>Messages with one owner each, from a pool through a queue and back to the pool.</summary>
internal static class PoolSoak
{
    public static void Run<TStorage>(SoakPlan plan)
        where TStorage : struct, IStorage<Owned<SoakBox>, TStorage>
    {
        int writers = plan.Random.Next(1, 4);
        QueueOptions options = plan.ChooseOptions(writers + 1, 1, 0, 8, FullPolicy.Wait, FullPolicy.Reject);
        int count = plan.ChooseCount() / writers;
        using Pool<SoakBox> pool = new(plan.Random.Next(writers, 300), () => new SoakBox());
        Subscriber<Owned<SoakBox>, TStorage> subscriber = new(options);
        IQueueWriter<Owned<SoakBox>> last = subscriber.Link();
        SoakLedger[] sent = new SoakLedger[writers];
        SoakLedger read = new(writers);
        int left = writers;
        SoakCrew crew = new(plan, last.Complete, () => $"{subscriber.Properties}, {pool.Free} free");
        for (int i = 0; i < writers; i++)
        {
            int writer = i;
            sent[i] = new SoakLedger(writers);
            crew.Add(pace =>
            {
                Write(pool, subscriber.Link(), writer, count, sent[writer], crew, pace);
                if (Interlocked.Decrement(ref left) == 0)
                {
                    last.Complete();
                }
            });
        }
        crew.Add(pace => Read(subscriber.Reader, read, pace));
        crew.Run();
        read.CheckSame(SoakLedger.Merge(sent));
        Check.Equal(0, pool.Rented);
        plan.Messages = read.Count;
    }

    private static void Write(
        Pool<SoakBox> pool,
        IQueueWriter<Owned<SoakBox>> end,
        int writer,
        int count,
        SoakLedger sent,
        SoakCrew crew,
        SoakPace pace)
    {
        while (sent.NextOf(writer) < count && !crew.HasFailed)
        {
            pace.Dawdle();
            if (!pool.TryRent(out Owned<SoakBox> message))
            {
                pace.LetOthersRun();
                continue;
            }
            SoakMessage contents = SoakMessage.Of(writer, sent.NextOf(writer));
            message.Value.Message = contents;
            bool isSent = pace.Below(16) != 0 && (pace.Below(2) == 0 ? end.Publish(message) : end.TryPublish(message));
            if (isSent)
            {
                sent.Enter(contents);
            }
            else
            {
                message.Dispose();
            }
        }
    }

    private static void Read<TStorage>(
        Reader<Owned<SoakBox>, TStorage> reader, SoakLedger read, SoakPace pace)
        where TStorage : struct, IStorage<Owned<SoakBox>>
    {
        while (reader.WaitForMessage())
        {
            while (reader.TryNext(out Owned<SoakBox> message))
            {
                pace.Dawdle();
                read.Enter(message.Value.Message);

                // Nobody may believe in it after it is back.
                message.Value.Message = default;
                message.Dispose();
            }
        }
    }
}
